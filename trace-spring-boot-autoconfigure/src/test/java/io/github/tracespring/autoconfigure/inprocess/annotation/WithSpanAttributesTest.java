// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.annotation;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.instrumentation.annotations.AddingSpanAttributes;
import io.opentelemetry.instrumentation.annotations.SpanAttribute;
import io.opentelemetry.instrumentation.annotations.WithSpan;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.tracespring.autoconfigure.config.TelemetryAutoConfiguration;
import io.github.tracespring.autoconfigure.core.TracingAutoConfiguration;
import io.github.tracespring.autoconfigure.core.sampling.Suppression;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.stereotype.Component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What the annotations say is what the span has.
 */
@ExtendWith(OutputCaptureExtension.class)
class WithSpanAttributesTest {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TelemetryAutoConfiguration.class, TracingAutoConfiguration.class,
				AnnotationTracingAutoConfiguration.class))
		.withUserConfiguration(InMemory.class, Prices.class);

	@Test
	void annotationDecidesNameKindAndParent() {
		run((prices, context) -> {
			try (Scope scope = context.getBean(Tracer.class).spanBuilder("caller").startSpan().makeCurrent()) {
				assertThat(scope).isNotNull();
				prices.named();
				prices.root();
			}
			List<SpanData> spans = spans(context);
			assertThat(spans).extracting(SpanData::getName).containsExactly("compute price", "Prices.root");
			assertThat(spans).extracting(SpanData::getKind).containsExactly(SpanKind.CLIENT, SpanKind.INTERNAL);
			assertThat(spans.get(0).getParentSpanContext().isValid()).isTrue();
			assertThat(spans.get(1).getParentSpanContext().isValid()).isFalse();
			assertThat(spans.get(1).getTraceId()).isNotEqualTo(spans.get(0).getTraceId());
		});
	}

	@Test
	void argumentsAreAttributes() {
		run((prices, context) -> {
			prices.attributes("x", 1, 2L, 1.5f, true, List.of("a", "b"), new int[] { 1, 2 }, Arrays.asList(true, null),
					new Object[] { 1, "b" }, SpanKind.SERVER, null, "secret");
			Map<String, Object> expected = Map.of("text", "x", "int", 1L, "long", 2L, "fraction", 1.5, "flag", true,
					"list", List.of("a", "b"), "numbers", List.of(1L, 2L), "flags", List.of(true), "mixed",
					List.of("1", "b"), "other", "SERVER");
			assertThat(attributes(spans(context).get(0))).isEqualTo(expected);
		});
	}

	@Test
	void brokenArgumentBreaksNothing(CapturedOutput output) {
		run((prices, context) -> {
			Object broken = new Object() {
				@Override
				public String toString() {
					throw new IllegalStateException("broken");
				}
			};
			assertThat(prices.other(broken)).isSameAs(broken);
			assertThat(prices.other(broken)).isSameAs(broken);
			assertThat(spans(context)).hasSize(2);
			assertThat(output.getOut().split("could not be traced as its annotations say", -1)).hasSize(2);
		});
	}

	@Test
	void unreadableExceptionIsPassedOn() {
		run((prices, context) -> {
			RuntimeException unreadable = new RuntimeException() {
				private static final long serialVersionUID = 1L;

				@Override
				public String toString() {
					throw new IllegalStateException("broken");
				}

				@Override
				public String getMessage() {
					throw new IllegalStateException("broken");
				}
			};
			assertThatThrownBy(() -> prices.fail(unreadable)).matches((thrown) -> thrown == unreadable);
			assertThat(spans(context)).hasSize(1);
		});
	}

	@Test
	void attributesCanBeAddedToTheCurrentSpan() {
		run((prices, context) -> {
			prices.adding("none is current");
			Span span = context.getBean(Tracer.class).spanBuilder("caller").startSpan();
			try (Scope scope = span.makeCurrent()) {
				assertThat(scope).isNotNull();
				prices.adding("x");
			}
			span.end();
			assertThat(spans(context)).singleElement()
				.satisfies((data) -> assertThat(attributes(data)).isEqualTo(Map.of("text", "x")));
		});
	}

	@Test
	void nothingIsRecordedBelowAnIgnoredRequest() {
		run((prices, context) -> {
			try (Scope scope = Suppression.suppress(Context.root()).makeCurrent()) {
				assertThat(scope).isNotNull();
				prices.named();
				assertThat(prices.root()).isFalse();
			}
			assertThat(spans(context)).isEmpty();
		});
	}

	private void run(Assertions assertions) {
		this.runner.run((context) -> assertions.accept(context.getBean(Prices.class), context));
	}

	private static List<SpanData> spans(ApplicationContext context) {
		return context.getBean(InMemorySpanExporter.class).getFinishedSpanItems();
	}

	private static Map<String, Object> attributes(SpanData span) {
		return span.getAttributes()
			.asMap()
			.entrySet()
			.stream()
			.filter((entry) -> !entry.getKey().getKey().equals("code.function.name"))
			.collect(Collectors.toMap((entry) -> entry.getKey().getKey(), Map.Entry::getValue));
	}

	@FunctionalInterface
	interface Assertions {

		void accept(Prices prices, ApplicationContext context) throws Exception;

	}

	@Component
	static class Prices {

		@WithSpan(value = "compute price", kind = SpanKind.CLIENT)
		void named() {
		}

		@WithSpan(inheritContext = false)
		boolean root() {
			return Span.current().isRecording();
		}

		@WithSpan
		void attributes(@SpanAttribute("text") String text, @SpanAttribute("int") int number,
				@SpanAttribute("long") long large, @SpanAttribute("fraction") float fraction,
				@SpanAttribute boolean flag, @SpanAttribute("list") List<String> list,
				@SpanAttribute("numbers") int[] numbers, @SpanAttribute("flags") List<Boolean> flags,
				@SpanAttribute("mixed") Object[] mixed, @SpanAttribute("other") SpanKind other,
				@SpanAttribute("nothing") String nothing, String unnamed) {
		}

		@WithSpan
		Object other(@SpanAttribute Object other) {
			return other;
		}

		@WithSpan
		void fail(RuntimeException failure) {
			throw failure;
		}

		@AddingSpanAttributes
		void adding(@SpanAttribute String text) {
		}

	}

}
