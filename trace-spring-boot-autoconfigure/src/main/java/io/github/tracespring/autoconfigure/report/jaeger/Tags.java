// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.jaeger;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.trace.data.SpanData;

import io.github.tracespring.autoconfigure.report.wire.JsonText;

/**
 * Typed tags. What Jaeger has no field for is a tag under the name that its own
 * translation of OTLP gives it, so that a span looks the same whichever way it came.
 */
final class Tags {

	private final Map<String, Object> values = new LinkedHashMap<>();

	/** Of a span: its attributes, and over them what Jaeger takes for its meaning. */
	static Tags of(SpanData span) {
		Tags tags = new Tags().addAll(span.getAttributes());
		tags.put("span.kind", span.getKind().name().toLowerCase(Locale.ROOT));
		tags.putStatus(span);
		tags.putScope(span.getInstrumentationScopeInfo());
		if (!span.getSpanContext().getTraceState().isEmpty()) {
			StringBuilder state = new StringBuilder();
			span.getSpanContext()
				.getTraceState()
				.forEach(
						(key, value) -> state.append(state.isEmpty() ? "" : ",").append(key).append('=').append(value));
			tags.put("w3c.tracestate", state.toString());
		}
		return tags.putDropped("attributes", span.getTotalAttributeCount() - span.getAttributes().size())
			.putDropped("events", span.getTotalRecordedEvents() - span.getEvents().size())
			.putDropped("links", span.getTotalRecordedLinks() - span.getLinks().size());
	}

	private void putStatus(SpanData span) {
		StatusCode code = span.getStatus().getStatusCode();
		if (code != StatusCode.UNSET) {
			put("otel.status_code", code.name());
		}
		if (code == StatusCode.ERROR) {
			put("error", true);
			if (!span.getStatus().getDescription().isEmpty()) {
				put("otel.status_description", span.getStatus().getDescription());
			}
		}
	}

	private void putScope(InstrumentationScopeInfo scope) {
		if (!scope.getName().isEmpty()) {
			put("otel.scope.name", scope.getName());
		}
		if (scope.getVersion() != null) {
			put("otel.scope.version", scope.getVersion());
		}
	}

	Tags putDropped(String what, int count) {
		return (count > 0) ? put("otel.dropped_" + what + "_count", (long) count) : this;
	}

	Tags put(String key, Object value) {
		this.values.put(key, value);
		return this;
	}

	Tags addAll(Attributes attributes) {
		attributes.forEach((key, value) -> put(key.getKey(), value));
		return this;
	}

	Tags remove(String key) {
		this.values.remove(key);
		return this;
	}

	boolean isEmpty() {
		return this.values.isEmpty();
	}

	void write(ThriftWriter out, int id) {
		out.structs(id, this.values.entrySet(), (tag) -> write(out, tag.getKey(), tag.getValue()));
	}

	/** The second field is the type, the others are the value in each of them. */
	private static void write(ThriftWriter out, String key, Object value) {
		Object plain = (value instanceof Value<?> typed) ? typed.getValue() : value;
		out.text(1, key);
		if (plain instanceof Double number) {
			out.i32(2, 1);
			out.number(4, number);
		}
		else if (plain instanceof Boolean flag) {
			out.i32(2, 2);
			out.bool(5, flag);
		}
		else if (plain instanceof Long number) {
			out.i32(2, 3);
			out.i64(6, number);
		}
		else if (plain instanceof ByteBuffer bytes) {
			out.i32(2, 4);
			byte[] copy = new byte[bytes.remaining()];
			bytes.duplicate().get(copy);
			out.bytes(7, copy);
		}
		else {
			out.i32(2, 0);
			out.text(3, JsonText.tag(value));
		}
	}

}
