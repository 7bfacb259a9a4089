// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.otlp;

import java.util.Arrays;
import java.util.List;
import java.util.zip.DataFormatException;

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
 * A finished span as the bytes that are sent, and what is asked for before that. Whatever
 * else is asked for is decoded then.
 */
final class EncodedSpan implements SpanData {

	private final SpanContext context;

	private final Resource resource;

	private final InstrumentationScopeInfo scope;

	private final StatusData status;

	private final int start;

	private final int end;

	private byte[] bytes;

	private SpanSlab slab;

	private SpanData decoded;

	/**
	 * Takes what was encoded.
	 * @param span the span
	 * @param bytes the array that it is in, as a field of a message
	 * @param start where it begins
	 * @param end where it ends
	 * @param slab whose array it is, or {@code null} if it is the span's own
	 */
	EncodedSpan(SpanData span, byte[] bytes, int start, int end, SpanSlab slab) {
		this.context = span.getSpanContext();
		this.resource = span.getResource();
		this.scope = span.getInstrumentationScopeInfo();
		this.status = span.getStatus();
		this.bytes = bytes;
		this.start = start;
		this.end = end;
		this.slab = slab;
	}

	void writeTo(ProtobufWriter out) {
		out.write(this.bytes, this.start, this.end - this.start);
	}

	/** Whoever reads on finds nothing, rather than another span. */
	void release() {
		SpanSlab slab = this.slab;
		this.slab = null;
		this.bytes = null;
		if (slab != null) {
			slab.release();
		}
	}

	private SpanData decoded() {
		if (this.decoded == null) {
			try {
				ProtobufReader in = new ProtobufReader(Arrays.copyOfRange(this.bytes, this.start, this.end));
				in.next();
				this.decoded = SpanDecoder.read(in.message(), new DecodedSpan(this.resource, this.scope));
			}
			catch (DataFormatException ex) {
				throw new IllegalStateException("it was encoded here", ex);
			}
		}
		return this.decoded;
	}

	@Override
	public SpanContext getSpanContext() {
		return this.context;
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
	public StatusData getStatus() {
		return this.status;
	}

	@Override
	public boolean hasEnded() {
		return true;
	}

	@Override
	@Deprecated
	public io.opentelemetry.sdk.common.InstrumentationLibraryInfo getInstrumentationLibraryInfo() {
		return decoded().getInstrumentationLibraryInfo();
	}

	@Override
	public SpanContext getParentSpanContext() {
		return decoded().getParentSpanContext();
	}

	@Override
	public String getName() {
		return decoded().getName();
	}

	@Override
	public SpanKind getKind() {
		return decoded().getKind();
	}

	@Override
	public long getStartEpochNanos() {
		return decoded().getStartEpochNanos();
	}

	@Override
	public long getEndEpochNanos() {
		return decoded().getEndEpochNanos();
	}

	@Override
	public Attributes getAttributes() {
		return decoded().getAttributes();
	}

	@Override
	public int getTotalAttributeCount() {
		return decoded().getTotalAttributeCount();
	}

	@Override
	public List<EventData> getEvents() {
		return decoded().getEvents();
	}

	@Override
	public int getTotalRecordedEvents() {
		return decoded().getTotalRecordedEvents();
	}

	@Override
	public List<LinkData> getLinks() {
		return decoded().getLinks();
	}

	@Override
	public int getTotalRecordedLinks() {
		return decoded().getTotalRecordedLinks();
	}

}
