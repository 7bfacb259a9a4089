// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.opencensus;

import io.opencensus.trace.Tracing;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.tracespring.autoconfigure.config.TelemetryAutoConfiguration;
import io.github.tracespring.autoconfigure.core.Instrumentation;
import io.github.tracespring.autoconfigure.core.TracingAutoConfiguration;
import io.github.tracespring.autoconfigure.inprocess.opencensus.OpenCensusAutoConfiguration;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

class OpenCensusAutoConfigurationTest {

	private final InMemorySpanExporter exporter = InMemorySpanExporter.create();

	private final ApplicationContextRunner runner = runner(this.exporter);

	private static ApplicationContextRunner runner(InMemorySpanExporter exporter) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(TelemetryAutoConfiguration.class, TracingAutoConfiguration.class,
					OpenCensusAutoConfiguration.class))
			.withBean(SpanProcessor.class, () -> SimpleSpanProcessor.create(exporter));
	}

	/** A context runner would use the context first, and leave the MDC without ids. */
	@BeforeAll
	static void installLogCorrelation() {
		SpringApplication.run(OpenCensusRequestTest.Application.class, "--spring.main.web-application-type=none")
			.close();
	}

	@BeforeEach
	@AfterEach
	void globalIsUnset() {
		assertThat(GlobalOpenTelemetry.isSet()).isFalse();
	}

	private static void trace(String name) {
		Tracing.getTracer().spanBuilder(name).startSpan().end();
	}

	@Test
	void spansAreRecordedWhileTheApplicationRuns() {
		this.runner.run((context) -> {
			trace("inside");
			assertThat(this.exporter.getFinishedSpanItems()).extracting(SpanData::getName).containsExactly("inside");
			assertThat(context.getBeansOfType(Instrumentation.class).values())
				.containsExactly(new Instrumentation("OpenCensus"));
		});
		trace("outside");
	}

	@Test
	void globalInstanceLeadsToTheApplication() {
		this.runner.run((context) -> {
			GlobalOpenTelemetry.getTracer("a").spanBuilder("1").startSpan().end();
			GlobalOpenTelemetry.getTracer("a", "2.0").spanBuilder("2").startSpan().end();
			GlobalOpenTelemetry.tracerBuilder("a")
				.setSchemaUrl("https://schema")
				.setInstrumentationVersion("3.0")
				.build()
				.spanBuilder("3")
				.startSpan()
				.end();
			assertThat(this.exporter.getFinishedSpanItems()).extracting(SpanData::getInstrumentationScopeInfo)
				.extracting((scope) -> scope.getName() + " " + scope.getVersion() + " " + scope.getSchemaUrl())
				.containsExactly("a null null", "a 2.0 null", "a 3.0 https://schema");
			assertThat(GlobalOpenTelemetry.getPropagators().getTextMapPropagator().fields()).contains("traceparent");
		});
	}

	@Test
	void applicationsOneAfterTheOtherBothRecord() {
		for (int i = 0; i < 2; i++) {
			InMemorySpanExporter own = InMemorySpanExporter.create();
			runner(own).run((context) -> {
				trace("inside");
				assertThat(own.getFinishedSpanItems()).hasSize(1);
			});
			trace("between");
		}
	}

	@Test
	void newestOpenApplicationHasTheSpans() {
		InMemorySpanExporter newer = InMemorySpanExporter.create();
		this.runner.run((context) -> {
			trace("one");
			runner(newer).run((other) -> {
				trace("two");
				assertThat(newer.getFinishedSpanItems()).extracting(SpanData::getName).containsExactly("two");
			});
			trace("three");
			assertThat(this.exporter.getFinishedSpanItems()).extracting(SpanData::getName)
				.containsExactly("one", "three");
		});
	}

	@Test
	void spanBeforeTheSdkSpoilsNothing() {
		this.runner.withBean(Early.class).run((context) -> {
			trace("late");
			assertThat(this.exporter.getFinishedSpanItems()).extracting(SpanData::getName).containsExactly("late");
		});
	}

	@Test
	void lazyApplicationHasItsSpans() {
		this.runner
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> {
				trace("inside");
				assertThat(this.exporter.getFinishedSpanItems()).hasSize(1);
			});
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void globalInstanceOfSomebodyElseIsKept(CapturedOutput output) {
		GlobalOpenTelemetry.set(OpenTelemetry.noop());
		OpenTelemetry theirs = GlobalOpenTelemetry.get();
		try {
			this.runner.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(output).contains("The global OpenTelemetry is set by somebody else");
			});
			assertThat(GlobalOpenTelemetry.get()).isSameAs(theirs);
		}
		finally {
			GlobalOpenTelemetry.resetForTest();
		}
	}

	@Test
	void applicationThatDoesNotStartLeavesNothingBehind() {
		this.runner.withBean("broken", Object.class, () -> {
			throw new IllegalStateException("broken");
		}).run((context) -> assertThat(context).hasFailed());
	}

	@Test
	void globalInstanceIsLeftAloneWhereSaid() {
		this.runner.withPropertyValues("telemetry.opencensus.enabled=false").run((context) -> {
			assertThat(context).doesNotHaveBean(Instrumentation.class);
			assertThat(GlobalOpenTelemetry.isSet()).isFalse();
		});
	}

	@Test
	void globalInstanceIsLeftAloneWhenDisabled() {
		this.runner.withPropertyValues("telemetry.disabled=true")
			.run((context) -> assertThat(GlobalOpenTelemetry.isSet()).isFalse());
	}

	@Test
	void globalInstanceIsLeftAloneWithoutTheShim() {
		this.runner.withClassLoader(new FilteredClassLoader("io.opentelemetry.opencensusshim")).run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(Instrumentation.class);
			assertThat(GlobalOpenTelemetry.isSet()).isFalse();
		});
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void badValueIsExplained(CapturedOutput output) {
		assertThatException().isThrownBy(() -> SpringApplication.run(OpenCensusRequestTest.Application.class,
				"--spring.main.web-application-type=none", "--telemetry.opencensus.enabled=maybe"));
		assertThat(output).contains("Property: telemetry.opencensus.enabled").contains("Write true or false.");
	}

	/** Traces in its constructor, and comes before all auto-configured beans. */
	static class Early {

		Early() {
			trace("early");
			// what the shim does for the first span of a JVM only
			GlobalOpenTelemetry.getTracer("early");
		}

	}

}
