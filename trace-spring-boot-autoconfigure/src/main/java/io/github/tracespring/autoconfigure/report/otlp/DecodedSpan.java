// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.otlp;

import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;

/**
 * A finished span that was read, and is not changed after that.
 */
final class DecodedSpan implements SpanData {

	private final Resource resource;

	private final InstrumentationScopeInfo scope;

	SpanContext context = SpanContext.getInvalid();

	SpanContext parent = SpanContext.getInvalid();

	String name = "";

	SpanKind kind = SpanKind.INTERNAL;

	long start;

	long end;

	Attributes attributes = Attributes.empty();

	int droppedAttributes;

	final List<EventData> events = new ArrayList<>();

	int droppedEvents;

	final List<LinkData> links = new ArrayList<>();

	int droppedLinks;

	StatusData status = StatusData.unset();

	DecodedSpan(Resource resource, InstrumentationScopeInfo scope) {
		this.resource = resource;
		this.scope = scope;
	}

	@Override
	public Resource getResource() {
		return this.resource;
	}

	@Override
	public InstrumentationScopeInfo getInstrumentationScopeInfo() {
		return this.scope;
	}

	@Override
	@Deprecated
	public io.opentelemetry.sdk.common.InstrumentationLibraryInfo getInstrumentationLibraryInfo() {
		return io.opentelemetry.sdk.common.InstrumentationLibraryInfo.create(this.scope.getName(),
				this.scope.getVersion());
	}

	@Override
	public SpanContext getSpanContext() {
		return this.context;
	}

	@Override
	public SpanContext getParentSpanContext() {
		return this.parent;
	}

	@Override
	public String getName() {
		return this.name;
	}

	@Override
	public SpanKind getKind() {
		return this.kind;
	}

	@Override
	public long getStartEpochNanos() {
		return this.start;
	}

	@Override
	public long getEndEpochNanos() {
		return this.end;
	}

	@Override
	public boolean hasEnded() {
		return true;
	}

	@Override
	public Attributes getAttributes() {
		return this.attributes;
	}

	@Override
	public int getTotalAttributeCount() {
		return this.attributes.size() + this.droppedAttributes;
	}

	@Override
	public List<EventData> getEvents() {
		return this.events;
	}

	@Override
	public int getTotalRecordedEvents() {
		return this.events.size() + this.droppedEvents;
	}

	@Override
	public List<LinkData> getLinks() {
		return this.links;
	}

	@Override
	public int getTotalRecordedLinks() {
		return this.links.size() + this.droppedLinks;
	}

	@Override
	public StatusData getStatus() {
		return this.status;
	}

}
