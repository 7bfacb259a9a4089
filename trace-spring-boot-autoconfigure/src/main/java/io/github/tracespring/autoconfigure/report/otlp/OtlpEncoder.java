// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.otlp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;

/**
 * Encodes finished spans as OTLP's {@code ExportTraceServiceRequest}, grouped by resource
 * and scope; the numbers here are its field numbers. What has its default value is left
 * out, but for the value of an attribute.
 *
 * @see <a href=
 * "https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/trace/v1/trace.proto">trace.proto</a>
 */
public final class OtlpEncoder {

	/** It is known whether the parent, or what is linked to, is in another process. */
	static final int HAS_IS_REMOTE = 0x100;

	static final int IS_REMOTE = 0x200;

	private static final int USUAL_SPAN = 512;

	private static final int MOST_FIRST = 1 << 20;

	private final ProtobufWriter out;

	private final AttributeEncoder attributes;

	private OtlpEncoder(byte[] room) {
		this.out = new ProtobufWriter(room);
		this.attributes = new AttributeEncoder(this.out);
	}

	/**
	 * For spans one by one.
	 * @param room how many bytes there are to begin with
	 */
	OtlpEncoder(int room) {
		this(new byte[room]);
	}

	/**
	 * Encodes a batch.
	 * @param spans finished spans
	 * @return the message, from the array's begin to the buffer's limit; the array is not
	 * used for anything else
	 * @throws ArithmeticException if it would be larger than 2 GB
	 */
	public static ByteBuffer encode(Collection<SpanData> spans) {
		return encode(spans, null);
	}

	/**
	 * Encodes a batch into an array that is at hand.
	 * @param spans finished spans
	 * @param room the array, which is left alone if it is too small, or {@code null}
	 * @return the message, in that array or another one
	 */
	static ByteBuffer encode(Collection<SpanData> spans, byte[] room) {
		long usual = Math.min((long) spans.size() * USUAL_SPAN, MOST_FIRST);
		boolean fits = room != null && room.length >= usual;
		OtlpEncoder encoder = new OtlpEncoder(fits ? room : new byte[(int) usual]);
		group(spans).forEach(encoder::resourceSpans);
		return encoder.out.toBuffer();
	}

	/**
	 * Encodes a span, after those before it if it fits.
	 * @param span a finished span
	 * @param slab whom this belongs to
	 * @return the span, in an array of its own if there was no room
	 */
	EncodedSpan encode(SpanData span, SpanSlab slab) {
		byte[] room = this.out.array();
		int start = this.out.size();
		boolean fits = false;
		try {
			span(span);
			int end = this.out.size();
			fits = this.out.array() == room;
			return fits ? new EncodedSpan(span, room, start, end, slab)
					: new EncodedSpan(span, Arrays.copyOfRange(this.out.array(), start, end), 0, end - start, null);
		}
		finally {
			if (!fits) {
				this.out.reset(room, start);
			}
		}
	}

	void clear() {
		this.out.reset(this.out.array(), 0);
	}

	int size() {
		return this.out.size();
	}

	/** Nearly always all have one resource and one scope, whose hashes are costly. */
	private static Map<Resource, Map<InstrumentationScopeInfo, List<SpanData>>> group(Collection<SpanData> spans) {
		Map<Resource, Map<InstrumentationScopeInfo, List<SpanData>>> groups = new LinkedHashMap<>();
		List<SpanData> group = null;
		Resource lastResource = null;
		InstrumentationScopeInfo lastScope = null;
		for (SpanData span : spans) {
			Resource resource = span.getResource();
			InstrumentationScopeInfo scope = span.getInstrumentationScopeInfo();
			if (resource != lastResource || scope != lastScope) {
				group = groups.computeIfAbsent(resource, (key) -> new LinkedHashMap<>())
					.computeIfAbsent(scope, (key) -> new ArrayList<>());
				lastResource = resource;
				lastScope = scope;
			}
			group.add(span);
		}
		return groups;
	}

	private void resourceSpans(Resource resource, Map<InstrumentationScopeInfo, List<SpanData>> scopes) {
		int message = this.out.begin(1);
		int inner = this.out.begin(1);
		this.attributes.write(1, resource.getAttributes());
		this.out.end(inner);
		scopes.forEach(this::scopeSpans);
		text(3, resource.getSchemaUrl());
		this.out.end(message);
	}

	private void scopeSpans(InstrumentationScopeInfo scope, List<SpanData> spans) {
		int message = this.out.begin(2);
		int inner = this.out.begin(1);
		text(1, scope.getName());
		text(2, scope.getVersion());
		this.attributes.write(3, scope.getAttributes());
		this.out.end(inner);
		for (SpanData span : spans) {
			if (span instanceof EncodedSpan encoded) {
				encoded.writeTo(this.out);
			}
			else {
				span(span);
			}
		}
		text(3, scope.getSchemaUrl());
		this.out.end(message);
	}

	private void span(SpanData span) {
		int message = this.out.begin(2);
		SpanContext parent = span.getParentSpanContext();
		context(span.getSpanContext());
		if (parent.isValid()) {
			this.out.hex(4, parent.getSpanId());
		}
		text(5, span.getName());
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
		text(2, event.getName());
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
		text(2, status.getDescription());
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

	private void text(int field, String text) {
		if (text != null && !text.isEmpty()) {
			this.out.text(field, text);
		}
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
