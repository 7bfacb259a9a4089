// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.junit.jupiter.api.Test;

import io.github.tracespring.autoconfigure.testing.TestApplication;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How much there can be on a span.
 */
class SpanLimitsTests {

	private static final AttributeKey<String> TEXT = AttributeKey.stringKey("text");

	private SpanData run(Consumer<Span> work, Class<?>... more) {
		TestApplication application = new TestApplication();
		Stream.of(more).forEach(application::with);
		try (ConfigurableApplicationContext context = application.with(Recorded.class).run()) {
			Span span = context.getBean(Tracer.class).spanBuilder("work").startSpan();
			work.accept(span);
			span.end();
			return context.getBean(InMemorySpanExporter.class).getFinishedSpanItems().get(0);
		}
	}

	@Test
	void whateverIsWrittenIsBounded() {
		String endless = "x".repeat(100_000);
		SpanData data = run((span) -> {
			span.setAttribute(TEXT, endless);
			span.setAttribute(AttributeKey.stringArrayKey("list"), List.of(endless));
			span.addEvent("event", Attributes.of(TEXT, endless));
			span.addLink(SpanContext.create("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331",
					TraceFlags.getDefault(), TraceState.getDefault()), Attributes.of(TEXT, endless));
			span.recordException(new IllegalStateException(endless, new IllegalArgumentException("cause")));
		});
		assertThat(data.getEvents()).hasSize(2);
		assertThat(data.getLinks()).hasSize(1);
		assertThat(data.getAttributes().get(TEXT)).hasSize(16_384);
		Stream<Attributes> all = Stream
			.of(Stream.of(data.getAttributes()), data.getEvents().stream().map(EventData::getAttributes),
					data.getLinks().stream().map(LinkData::getAttributes))
			.flatMap((part) -> part);
		all.flatMap((attributes) -> attributes.asMap().values().stream())
			.forEach((value) -> assertThat(value.toString().length()).isLessThan(16_400));
	}

	@Test
	void stackTraceIsKeptToItsCause() {
		SpanData data = run((span) -> span.recordException(deep(60, new IllegalStateException("root cause"))));
		assertThat(data.getEvents().get(0).getAttributes().get(AttributeKey.stringKey("exception.stacktrace")))
			.contains("Caused by: java.lang.IllegalStateException: root cause");
	}

	private static Exception deep(int frames, Exception cause) {
		return (frames > 0) ? deep(frames - 1, cause) : new IllegalArgumentException(cause);
	}

	@Test
	void customizerMaySetOthers() {
		SpanData data = run((span) -> span.setAttribute(TEXT, "abc"), ShortAttributes.class);
		assertThat(data.getAttributes().get(TEXT)).isEqualTo("a");
	}

	@Configuration(proxyBeanMethods = false)
	static class Recorded {

		@Bean
		InMemorySpanExporter recorder() {
			return InMemorySpanExporter.create();
		}

		@Bean
		SpanProcessor recording(InMemorySpanExporter recorder) {
			return SimpleSpanProcessor.create(recorder);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ShortAttributes {

		@Bean
		TracerProviderCustomizer shortAttributes() {
			return (builder) -> builder.setSpanLimits(SpanLimits.builder().setMaxAttributeValueLength(1).build());
		}

	}

}
