// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.opentracing;

import io.opentelemetry.opentracingshim.OpenTracingShim;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentracing.Scope;
import io.opentracing.Span;
import io.opentracing.Tracer;
import io.opentracing.noop.NoopTracerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.tracespring.autoconfigure.config.TelemetryAutoConfiguration;
import io.github.tracespring.autoconfigure.core.Instrumentation;
import io.github.tracespring.autoconfigure.core.TracingAutoConfiguration;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class OpenTracingAutoConfigurationTest {

	private final InMemorySpanExporter exporter = InMemorySpanExporter.create();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TelemetryAutoConfiguration.class, TracingAutoConfiguration.class,
				OpenTracingAutoConfiguration.class))
		.withBean(SpanProcessor.class, () -> SimpleSpanProcessor.create(this.exporter));

	@Test
	void tracerIsThereAndNamed() {
		this.runner.run((context) -> {
			context.getBean(Tracer.class).buildSpan("say-hello").start().finish();
			assertThat(this.exporter.getFinishedSpanItems()).singleElement()
				.satisfies((span) -> assertThat(span.getName()).isEqualTo("say-hello"));
			assertThat(context.getBeansOfType(Instrumentation.class).values())
				.containsExactly(new Instrumentation("OpenTracing"));
		});
	}

	@Test
	void closingTheTracerStopsNothing() {
		this.runner.run((context) -> {
			try (Tracer tracer = context.getBean(Tracer.class)) {
				tracer.buildSpan("before").start().finish();
			}
			context.getBean(Tracer.class).buildSpan("after").start().finish();
			context.getBean(io.opentelemetry.api.trace.Tracer.class).spanBuilder("other").startSpan().end();
			assertThat(this.exporter.getFinishedSpanItems()).hasSize(3);
		});
	}

	@Test
	void usersTracerIsKept() {
		Tracer own = NoopTracerFactory.create();
		this.runner.withBean("own", Tracer.class, () -> own).run((context) -> {
			assertThat(context).getBean(Tracer.class).isSameAs(own);
			assertThat(context).doesNotHaveBean(Instrumentation.class);
		});
	}

	@ParameterizedTest
	@ValueSource(classes = { OpenTracingShim.class, Tracer.class })
	void isNotThereWithout(Class<?> type) {
		this.runner.withClassLoader(new FilteredClassLoader(type))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean("openTracingTracer")
				.doesNotHaveBean(Instrumentation.class));
	}

	@Test
	void tracerDoesNothingWhenDisabled() {
		this.runner.withPropertyValues("telemetry.disabled=true").run((context) -> {
			Tracer tracer = context.getBean(Tracer.class);
			Span span = tracer.buildSpan("say-hello").start();
			try (Scope scope = tracer.activateSpan(span)) {
				tracer.activeSpan().setTag("hello-to", "Bryan").setBaggageItem("greeting", "Bonjour");
			}
			span.finish();
			assertThat(this.exporter.getFinishedSpanItems()).isEmpty();
			assertThat(context).doesNotHaveBean(Instrumentation.class);
		});
	}

}
