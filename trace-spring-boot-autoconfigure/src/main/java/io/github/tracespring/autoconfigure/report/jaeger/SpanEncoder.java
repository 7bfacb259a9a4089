// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.jaeger;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;

/**
 * Encodes finished spans as the structs of {@code jaeger.thrift}; the numbers here are
 * its field ids.
 *
 * @param protocol what to write with
 * @see <a href=
 * "https://github.com/jaegertracing/jaeger-idl/blob/main/thrift/jaeger.thrift">jaeger.thrift</a>
 * @see <a href=
 * "https://github.com/open-telemetry/opentelemetry-collector-contrib/blob/main/pkg/translator/jaeger/README.md">OpenTelemetry
 * to Jaeger transformation</a>
 */
record SpanEncoder(Supplier<? extends ThriftWriter> protocol) {

	private static final AttributeKey<String> SERVICE_NAME = AttributeKey.stringKey("service.name");

	byte[] batch(byte[] process, List<byte[]> spans) {
		ThriftWriter out = this.protocol.get();
		out.struct(() -> {
			out.struct(1, process);
			out.structs(2, spans);
		});
		return out.toByteArray();
	}

	byte[] process(Resource resource) {
		ThriftWriter out = this.protocol.get();
		String name = resource.getAttribute(SERVICE_NAME);
		Tags tags = new Tags().addAll(resource.getAttributes()).remove(SERVICE_NAME.getKey());
		out.struct(() -> {
			out.text(1, (name != null) ? name : "unknown_service:java");
			if (!tags.isEmpty()) {
				tags.write(out, 2);
			}
		});
		return out.toByteArray();
	}

	byte[] span(SpanData span) {
		ThriftWriter out = this.protocol.get();
		out.struct(() -> write(out, span));
		return out.toByteArray();
	}

	private static void write(ThriftWriter out, SpanData span) {
		boolean child = span.getParentSpanContext().isValid();
		out.i64(1, SpanReference.lowId(span.getSpanContext()));
		out.i64(2, SpanReference.highId(span.getSpanContext()));
		out.i64(3, SpanReference.id(span.getSpanContext()));
		out.i64(4, child ? SpanReference.id(span.getParentSpanContext()) : 0);
		out.text(5, span.getName());
		List<SpanReference> references = references(span, child);
		if (!references.isEmpty()) {
			out.structs(6, references, (reference) -> reference.write(out));
		}
		// the next bit, which the SDK may set too, says debug to Jaeger
		out.i32(7, span.getSpanContext().getTraceFlags().asByte() & 1);
		out.i64(8, micros(span.getStartEpochNanos()));
		out.i64(9, micros(span.getEndEpochNanos() - span.getStartEpochNanos()));
		Tags.of(span).write(out, 10);
		List<SpanLog> logs = SpanLog.of(span);
		if (!logs.isEmpty()) {
			out.structs(11, logs, (log) -> log.write(out));
		}
	}

	/** The parent first: if there is none, Jaeger takes a link for it. */
	private static List<SpanReference> references(SpanData span, boolean child) {
		List<SpanReference> references = new ArrayList<>();
		if (child) {
			references.add(new SpanReference(span.getParentSpanContext(), SpanReference.Type.CHILD_OF));
		}
		for (LinkData link : span.getLinks()) {
			references.add(SpanReference.of(link));
		}
		return references;
	}

	static long micros(long nanos) {
		return TimeUnit.NANOSECONDS.toMicros(nanos);
	}

}
