// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.span;

import java.util.List;
import java.util.Map;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What of the baggage is on a span.
 */
class BaggageSpanProcessorTests {

	private final SdkTracerProvider provider = SdkTracerProvider.builder()
		.addSpanProcessor(new BaggageSpanProcessor(List.of("tenant", "order")))
		.build();

	@Test
	void configuredEntriesAreCopied() {
		assertThat(attributes("tenant", "a", "other", "x")).isEqualTo(Map.of("tenant", "a"));
	}

	@Test
	void spanWithoutBaggageHasNone() {
		assertThat(attributes()).isEmpty();
		assertThat(attributesOf(builder().setParent(Context.root()))).isEmpty();
	}

	@Test
	void attributeOfTheSpanItselfStays() {
		assertThat(
				attributesOf(builder().setAttribute("tenant", "own").setParent(baggage("tenant", "a", "order", "7"))))
			.isEqualTo(Map.of("tenant", "own", "order", "7"));
	}

	@Test
	void valueIsShortAndOneLine() {
		assertThat(attributes("tenant", "a\nb", "order", "x".repeat(1023) + "\uD83D\uDE00"))
			.isEqualTo(Map.of("tenant", "a b", "order", "x".repeat(1023)));
	}

	private SpanBuilder builder() {
		return this.provider.get("test").spanBuilder("work");
	}

	private Map<String, Object> attributes(String... entries) {
		return attributesOf(builder().setParent(baggage(entries)));
	}

	private static Map<String, Object> attributesOf(SpanBuilder builder) {
		Attributes attributes = ((ReadableSpan) builder.startSpan()).toSpanData().getAttributes();
		return attributes.asMap()
			.entrySet()
			.stream()
			.collect(java.util.stream.Collectors.toMap((entry) -> entry.getKey().getKey(), Map.Entry::getValue));
	}

	private static Context baggage(String... entries) {
		var builder = Baggage.builder();
		for (int i = 0; i < entries.length; i += 2) {
			builder.put(entries[i], entries[i + 1]);
		}
		return Context.root().with(builder.build());
	}

}
