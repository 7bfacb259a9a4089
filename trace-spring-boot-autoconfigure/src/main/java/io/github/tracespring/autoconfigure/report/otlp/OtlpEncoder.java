// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.otlp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;

/**
 * Encodes finished spans as OTLP's {@code ExportTraceServiceRequest}, grouped by resource
 * and scope; the numbers here are its field numbers. What has its default value is left
 * out, but for the value of an attribute.
 *
 * @see <a href=
 * "https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/trace/v1/trace.proto">trace.proto</a>
 */
public final class OtlpEncoder {

	private static final int USUAL_SPAN = 512;

	private static final int MOST_FIRST = 1 << 20;

	private final ProtobufWriter out;

	private final AttributeEncoder attributes;

	private final SpanEncoder encoder;

	private OtlpEncoder(byte[] room) {
		this.out = new ProtobufWriter(room);
		this.attributes = new AttributeEncoder(this.out);
		this.encoder = new SpanEncoder(this.out);
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
					.computeIfAbsent(scope, (key) -> new ArrayList<>(spans.size()));
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
		this.out.textIfAny(3, resource.getSchemaUrl());
		this.out.end(message);
	}

	private void scopeSpans(InstrumentationScopeInfo scope, List<SpanData> spans) {
		int message = this.out.begin(2);
		int inner = this.out.begin(1);
		this.out.textIfAny(1, scope.getName());
		this.out.textIfAny(2, scope.getVersion());
		this.attributes.write(3, scope.getAttributes());
		this.out.end(inner);
		for (SpanData span : spans) {
			if (span instanceof EncodedSpan encoded) {
				encoded.writeTo(this.out);
			}
			else {
				this.encoder.write(span);
			}
		}
		this.out.textIfAny(3, scope.getSchemaUrl());
		this.out.end(message);
	}

}
