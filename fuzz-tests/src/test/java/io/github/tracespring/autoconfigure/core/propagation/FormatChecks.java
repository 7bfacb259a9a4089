// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.propagation;

import java.util.Map;
import java.util.TreeMap;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;

import io.github.tracespring.fuzz.HeaderText;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What holds of each header format, whatever comes in.
 */
final class FormatChecks {

	private static final TextMapGetter<Map<String, String>> WRITTEN = new TextMapGetter<>() {

		@Override
		public Iterable<String> keys(Map<String, String> headers) {
			return headers.keySet();
		}

		@Override
		public String get(Map<String, String> headers, String name) {
			return headers.get(name);
		}

	};

	private FormatChecks() {
	}

	/** What was read is written as legal headers, which say the same. */
	static void check(TextMapPropagator format, byte[] input) {
		Context read = format.extract(Context.root(), HeaderText.of(input), HeaderText.GETTER);
		Map<String, String> written = written(format, read);
		Context again = format.extract(Context.root(), written, WRITTEN);
		SpanContext span = Span.fromContext(read).getSpanContext();
		SpanContext copy = Span.fromContext(again).getSpanContext();
		assertThat(copy.getTraceId()).isEqualTo(span.getTraceId());
		assertThat(copy.getSpanId()).isEqualTo(span.getSpanId());
		assertThat(copy.isSampled()).isEqualTo(span.isSampled());
		assertThat(copy.getTraceState()).isEqualTo(span.getTraceState());
		assertThat(span.getTraceState().size()).isLessThanOrEqualTo(ListTraceState.MAX_MEMBERS);
		checkBaggage(Baggage.fromContext(read), Baggage.fromContext(again));
	}

	/** What is encoded may be longer, and over the limit. */
	private static void checkBaggage(Baggage read, Baggage again) {
		assertThat(read.size()).isLessThanOrEqualTo(2 * BaggageFormat.MAX_MEMBERS);
		again.forEach((key, entry) -> {
			assertThat(entry.getValue()).isEqualTo(read.getEntryValue(key));
			assertThat(entry.getMetadata()).isEqualTo(read.getEntry(key).getMetadata());
		});
	}

	private static Map<String, String> written(TextMapPropagator format, Context context) {
		Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		format.inject(context, headers, (map, name, value) -> {
			assertThat(BaggagePropagator.isToken(name)).as(name).isTrue();
			assertThat(value.chars().allMatch((c) -> c >= ' ' && c <= '~')).as(value).isTrue();
			map.put(name, value);
		});
		assertThat(headers.values().stream().mapToInt(String::length).sum()).isLessThan(32 * 1024);
		assertThat(headers.getOrDefault("baggage", "").length()).isLessThanOrEqualTo(BaggageFormat.MAX_LENGTH);
		return headers;
	}

}
