// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.otlp;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;

/**
 * Encodes one span, as a field of the message that holds those of its scope. What has its
 * default value is left out.
 */
final class SpanEncoder {

	/** It is known whether the parent, or what is linked to, is in another process. */
	static final int HAS_IS_REMOTE = 0x100;

	static final int IS_REMOTE = 0x200;

	private final ProtobufWriter out;

	private final AttributeEncoder attributes;

	SpanEncoder(ProtobufWriter out) {
		this.out = out;
		this.attributes = new AttributeEncoder(out);
	}

	void write(SpanData span) {
		int message = this.out.begin(2);
		SpanContext parent = span.getParentSpanContext();
		context(span.getSpanContext());
		if (parent.isValid()) {
			this.out.hex(4, parent.getSpanId());
		}
		this.out.textIfAny(5, span.getName());
		// the first of protobuf's enum says that it is not known
		this.out.varint(6, span.getKind().ordinal() + 1);
		time(7, span.getStartEpochNanos());
		time(8, span.getEndEpochNanos());
		this.attributes.write(9, span.getAttributes());
		count(10, span.getTotalAttributeCount() - span.getAttributes().size());
		for (EventData event : span.getEvents()) {
			event(event);
		}
		count(12, span.getTotalRecordedEvents() - span.getEvents().size());
		for (LinkData link : span.getLinks()) {
			link(link);
		}
		count(14, span.getTotalRecordedLinks() - span.getLinks().size());
		status(span.getStatus());
		flags(16, span.getSpanContext(), parent.isRemote());
		this.out.end(message);
	}

	private void context(SpanContext context) {
		this.out.hex(1, context.getTraceId());
		this.out.hex(2, context.getSpanId());
		TraceState state = context.getTraceState();
		if (!state.isEmpty()) {
			int text = this.out.begin(3);
			String[] separator = { "" };
			state.forEach((key, value) -> {
				this.out.append(separator[0]);
				this.out.append(key);
				this.out.append("=");
				this.out.append(value);
				separator[0] = ",";
			});
			this.out.end(text);
		}
	}

	private void event(EventData event) {
		int message = this.out.begin(11);
		time(1, event.getEpochNanos());
		this.out.textIfAny(2, event.getName());
		this.attributes.write(3, event.getAttributes());
		count(4, event.getTotalAttributeCount() - event.getAttributes().size());
		this.out.end(message);
	}

	private void link(LinkData link) {
		int message = this.out.begin(13);
		context(link.getSpanContext());
		this.attributes.write(4, link.getAttributes());
		count(5, link.getTotalAttributeCount() - link.getAttributes().size());
		flags(6, link.getSpanContext(), link.getSpanContext().isRemote());
		this.out.end(message);
	}

	private void status(StatusData status) {
		int message = this.out.begin(15);
		this.out.textIfAny(2, status.getDescription());
		switch (status.getStatusCode()) {
			case UNSET -> {
			}
			case OK -> this.out.varint(3, 1);
			case ERROR -> this.out.varint(3, 2);
		}
		this.out.end(message);
	}

	private void flags(int field, SpanContext context, boolean remote) {
		int origin = remote ? HAS_IS_REMOTE | IS_REMOTE : HAS_IS_REMOTE;
		this.out.fixed32(field, context.getTraceFlags().asByte() & 0xff | origin);
	}

	private void time(int field, long nanos) {
		if (nanos != 0) {
			this.out.fixed64(field, nanos);
		}
	}

	private void count(int field, int count) {
		if (count > 0) {
			this.out.varint(field, count);
		}
	}

}
