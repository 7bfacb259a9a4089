// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.otlp;

import java.util.zip.DataFormatException;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.StatusData;

/**
 * Decodes one span. Of the parent's context OTLP has the id, and whether it is remote.
 */
final class SpanDecoder {

	private static final int TRACE_ID = 16;

	private static final int SPAN_ID = 8;

	private String traceId = TraceId.getInvalid();

	private String spanId = SpanId.getInvalid();

	private TraceState state = TraceState.getDefault();

	private int flags;

	private final AttributesBuilder attributes = Attributes.builder();

	private int dropped;

	private SpanDecoder() {
	}

	static DecodedSpan read(ProtobufReader in, DecodedSpan span) throws DataFormatException {
		SpanDecoder decoder = new SpanDecoder();
		String parent = SpanId.getInvalid();
		while (in.next()) {
			switch (in.field()) {
				case 1, 2, 3 -> decoder.context(in, in.field());
				case 4 -> parent = in.hex(SPAN_ID);
				case 9 -> AttributeDecoder.read(in.message(), decoder.attributes);
				case 16 -> decoder.flags = in.fixed32();
				default -> plain(in, span);
			}
		}
		span.context = decoder.context(false);
		span.parent = context(decoder.traceId, parent, decoder.flags, TraceState.getDefault(), decoder.isRemote());
		span.attributes = decoder.attributes.build();
		return span;
	}

	private static void plain(ProtobufReader in, DecodedSpan span) throws DataFormatException {
		switch (in.field()) {
			case 5 -> span.name = in.text();
			case 6 -> span.kind = kind(in.varint());
			case 7 -> span.start = in.fixed64();
			case 8 -> span.end = in.fixed64();
			case 10 -> span.droppedAttributes = count(in);
			case 11 -> span.events.add(event(in.message()));
			case 12 -> span.droppedEvents = count(in);
			case 13 -> span.links.add(link(in.message()));
			case 14 -> span.droppedLinks = count(in);
			case 15 -> span.status = status(in.message());
			default -> in.skip();
		}
	}

	private void context(ProtobufReader in, int field) throws DataFormatException {
		switch (field) {
			case 1 -> this.traceId = in.hex(TRACE_ID);
			case 2 -> this.spanId = in.hex(SPAN_ID);
			default -> this.state = DecodedTraceState.parse(in.text());
		}
	}

	private boolean isRemote() {
		return (this.flags & SpanEncoder.IS_REMOTE) != 0;
	}

	private SpanContext context(boolean remote) {
		return context(this.traceId, this.spanId, this.flags, this.state, remote);
	}

	private static SpanContext context(String traceId, String spanId, int flags, TraceState state, boolean remote) {
		TraceFlags traceFlags = TraceFlags.fromByte((byte) flags);
		return remote ? SpanContext.createFromRemoteParent(traceId, spanId, traceFlags, state)
				: SpanContext.create(traceId, spanId, traceFlags, state);
	}

	/** The first of protobuf's enum says that it is not known. */
	private static SpanKind kind(long value) {
		SpanKind[] kinds = SpanKind.values();
		return (value > 0 && value <= kinds.length) ? kinds[(int) value - 1] : SpanKind.INTERNAL;
	}

	private static EventData event(ProtobufReader in) throws DataFormatException {
		String name = "";
		long time = 0;
		AttributesBuilder attributes = Attributes.builder();
		int dropped = 0;
		while (in.next()) {
			switch (in.field()) {
				case 1 -> time = in.fixed64();
				case 2 -> name = in.text();
				case 3 -> AttributeDecoder.read(in.message(), attributes);
				case 4 -> dropped = count(in);
				default -> in.skip();
			}
		}
		Attributes all = attributes.build();
		return EventData.create(time, name, all, all.size() + dropped);
	}

	private static LinkData link(ProtobufReader in) throws DataFormatException {
		SpanDecoder decoder = new SpanDecoder();
		while (in.next()) {
			switch (in.field()) {
				case 1, 2, 3 -> decoder.context(in, in.field());
				case 4 -> AttributeDecoder.read(in.message(), decoder.attributes);
				case 5 -> decoder.dropped = count(in);
				case 6 -> decoder.flags = in.fixed32();
				default -> in.skip();
			}
		}
		Attributes all = decoder.attributes.build();
		return LinkData.create(decoder.context(decoder.isRemote()), all, all.size() + decoder.dropped);
	}

	private static StatusData status(ProtobufReader in) throws DataFormatException {
		String description = "";
		StatusCode code = StatusCode.UNSET;
		while (in.next()) {
			switch (in.field()) {
				case 2 -> description = in.text();
				case 3 -> code = switch ((int) in.varint()) {
					case 1 -> StatusCode.OK;
					case 2 -> StatusCode.ERROR;
					default -> StatusCode.UNSET;
				};
				default -> in.skip();
			}
		}
		return StatusData.create(code, description);
	}

	/** More than a number of Java's holds is no count. */
	private static int count(ProtobufReader in) throws DataFormatException {
		return (int) Math.max(0, Math.min(in.varint(), Integer.MAX_VALUE / 2));
	}

}
