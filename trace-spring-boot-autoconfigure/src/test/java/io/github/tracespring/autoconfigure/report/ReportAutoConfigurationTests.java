// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.tracespring.autoconfigure.config.InvalidTelemetryPropertyException;
import io.github.tracespring.autoconfigure.config.TelemetryAutoConfiguration;
import io.github.tracespring.autoconfigure.core.TracingAutoConfiguration;
import io.github.tracespring.autoconfigure.report.log.TraceLog;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

class ReportAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TelemetryAutoConfiguration.class, ReportAutoConfiguration.class,
				TracingAutoConfiguration.class))
		.withPropertyValues("telemetry.batch.schedule-delay=1h");

	private LogLines log;

	@BeforeEach
	void openLog() {
		this.log = new LogLines();
	}

	@AfterEach
	void closeLog() {
		this.log.close();
	}

	@Test
	void suppliesTheExporterThatTheBatcherAsksFor(@TempDir java.nio.file.Path directory) {
		expectExporter("localhost", "", "OtlpGrpcSpanExporter");
		expectExporter("localhost", "otlpgrpc", "OtlpGrpcSpanExporter");
		expectExporter("localhost", "otlphttp", "OtlpHttpSpanExporter");
		expectExporter("localhost", "zipkin", "ZipkinSpanExporter");
		expectExporter("localhost", "jaeger", "JaegerHttpSpanExporter");
		expectExporter("localhost:6831", "jaeger", "JaegerUdpSpanExporter");
		expectExporter(directory.resolve("traces").toString(), "file", "FileSpanExporter");
	}

	private void expectExporter(String endpoint, String batcher, String type) {
		this.runner.withPropertyValues("telemetry.endpoint=" + endpoint, "telemetry.batcher=" + batcher)
			.run((context) -> {
				assertThat(context).getBean(SpanExporter.class).asString().contains(type);
				assertThat(context).hasSingleBean(SpanProcessor.class);
			});
	}

	@Test
	void otlpOverGrpcWithoutOkhttpDoesNotStartAndSaysWhatToDo() {
		ApplicationContextRunner without = this.runner.withClassLoader(new FilteredClassLoader("okhttp3"))
			.withPropertyValues("telemetry.endpoint=localhost");
		without.run((context) -> assertThat(context).getFailure()
			.rootCause()
			.isInstanceOf(InvalidTelemetryPropertyException.class)
			.hasMessage("telemetry.batcher=otlpgrpc: okhttp, which it sends with, is not on the class path"));
		without.withPropertyValues("telemetry.batcher=otlphttp")
			.run((context) -> assertThat(context).hasSingleBean(SpanExporter.class));
	}

	@Test
	void reportsNothingWithoutEndpoint() {
		this.runner.run((context) -> {
			assertThat(context).doesNotHaveBean(SpanExporter.class).doesNotHaveBean(SpanProcessor.class);
			assertThat(context).hasSingleBean(Tracer.class);
		});
		this.runner.withPropertyValues("telemetry.endpoint= ")
			.run((context) -> assertThat(context).doesNotHaveBean(SpanExporter.class));
	}

	@Test
	void endpointOfTheEnvironmentVariablesCountsForOtlpAlone() {
		for (String variable : List.of("otel.exporter.otlp.endpoint", "otel.exporter.otlp.traces.endpoint")) {
			ApplicationContextRunner withVariable = this.runner.withPropertyValues(variable + "=http://localhost:4317");
			withVariable.run((context) -> assertThat(context).hasSingleBean(SpanExporter.class));
			withVariable.withPropertyValues("telemetry.batcher=zipkin")
				.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(SpanExporter.class));
		}
	}

	@Test
	void logBatcherNeedsNoExporter() {
		this.runner.withPropertyValues("telemetry.batcher=LOG", "telemetry.endpoint=localhost").run((context) -> {
			assertThat(context).doesNotHaveBean(SpanExporter.class);
			assertThat(context).getBean(SpanProcessor.class).isInstanceOf(TraceLog.class);
		});
	}

	@Test
	void settingsOfTheRunDecideWhatWasPreparedAheadOfTime() {
		ApplicationContextRunner prepared = this.runner.withPropertyValues("spring.aot.processing=true");
		prepared.run((context) -> {
			endAndFlush(context, "to nobody");
			assertThat(context.getBeanProvider(SpanExporter.class).stream()).isEmpty();
			assertThat(context.getBeanProvider(SpanProcessor.class).stream()).hasSize(1);
		});
		prepared.withPropertyValues("telemetry.batcher=log").run((context) -> {
			assertThat(context.getBeanProvider(SpanExporter.class).stream()).isEmpty();
			assertThat(context.getBeanProvider(SpanProcessor.class).stream())
				.hasAtLeastOneElementOfType(TraceLog.class);
		});
	}

	@Test
	void backsOffFromTheUsersExporter() {
		this.runner.withBean("mine", InMemorySpanExporter.class, InMemorySpanExporter::create)
			.withPropertyValues("telemetry.endpoint=localhost")
			.run((context) -> assertThat(context).getBean(SpanExporter.class).isInstanceOf(InMemorySpanExporter.class));
	}

	@Test
	void isSwitchedOffByDisabled() {
		this.runner.withPropertyValues("telemetry.endpoint=localhost", "telemetry.disabled=true")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(SpanExporter.class)
				.doesNotHaveBean(SpanProcessor.class));
	}

	@Test
	void usersExportersAllGetEverySampledSpanWithoutEndpoint() {
		InMemorySpanExporter first = InMemorySpanExporter.create();
		InMemorySpanExporter second = InMemorySpanExporter.create();
		ApplicationContextRunner withBoth = this.runner.withBean("first", SpanExporter.class, () -> first)
			.withBean("second", SpanExporter.class, () -> second);
		withBoth.run((context) -> {
			endAndFlush(context, "one");
			assertThat(first.getFinishedSpanItems()).extracting(SpanData::getName).containsExactly("one");
			assertThat(second.getFinishedSpanItems()).extracting(SpanData::getName).containsExactly("one");
		});
		first.reset();
		withBoth.withPropertyValues("telemetry.sampler=0").run((context) -> {
			endAndFlush(context, "not sampled");
			assertThat(first.getFinishedSpanItems()).isEmpty();
		});
	}

	@Test
	void exporterThatThrowsIsAnOutageOfItsOwn() {
		InMemorySpanExporter well = InMemorySpanExporter.create();
		this.runner.withBean("broken", SpanExporter.class, () -> new UserExporter((spans) -> {
			throw new IllegalStateException("no\nidea");
		})).withBean("well", SpanExporter.class, () -> well).run((context) -> {
			endAndFlush(context, "one");
			endAndFlush(context, "two");
			assertThat(well.getFinishedSpanItems()).hasSize(2);
			assertThat(this.log.all()).singleElement()
				.asString()
				.startsWith("WARN Spans do not reach the bean 'broken': IllegalStateException: no idea.");
		});
		assertThat(this.log.all()).hasSize(2)
			.element(1)
			.asString()
			.matches("WARN Stopping while spans do not reach the bean 'broken', for .* now \\(.*\\): 2 spans lost");
	}

	@Test
	void exporterThatBlocksDoesNotHoldUpClosing() {
		UserExporter blocked = new UserExporter((spans) -> {
			new CountDownLatch(1).await();
			return CompletableResultCode.ofSuccess();
		});
		Duration time = timeToClose(blocked);
		assertThat(time).isLessThan(Duration.ofMillis(2500));
		assertThat(this.log.all()).last().asString().endsWith(": 1 span lost");
		Awaitility.await().until(() -> !blocked.thread.isAlive());
	}

	@Test
	void exporterThatNeverAnswersDoesNotHoldUpClosing() {
		UserExporter silent = new UserExporter((spans) -> new CompletableResultCode());
		Duration time = timeToClose(silent);
		assertThat(time).isLessThan(Duration.ofMillis(2500));
		assertThat(this.log.all()).singleElement().asString().endsWith(": 1 span lost");
		Awaitility.await().until(() -> !silent.thread.isAlive());
	}

	@Test
	void exporterThatNeverAnswersFailsAfterTheExportTimeout() {
		this.runner.withBean(SpanExporter.class, () -> new UserExporter((spans) -> new CompletableResultCode()))
			.withPropertyValues("telemetry.batch.export-timeout=10ms", "telemetry.shutdown-timeout=100ms")
			.run((context) -> {
				endAndFlush(context, "one");
				assertThat(this.log.containing("no answer in time.")).hasSize(1);
			});
	}

	@Test
	void exporterIsShutDownAfterItGotTheLastSpans() {
		UserExporter exporter = new UserExporter((spans) -> CompletableResultCode.ofSuccess());
		this.runner.withBean(SpanExporter.class, () -> exporter)
			.run((context) -> context.getBean(Tracer.class).spanBuilder("last").startSpan().end());
		assertThat(exporter.calls).startsWith("export", "shutdown");
	}

	@Test
	void flushRightAfterAFlushSendsWhatEndedInBetween() {
		UserExporter exporter = new UserExporter((spans) -> CompletableResultCode.ofSuccess());
		this.runner.withBean(SpanExporter.class, () -> exporter).run((context) -> {
			for (int i = 1; i <= 2000; i++) {
				endAndFlush(context, "one");
				assertThat(exporter.calls).hasSize(i);
			}
		});
	}

	@Test
	void closedContextTakesNoMoreSpansAndSaysNothing() {
		SpanProcessor[] processor = new SpanProcessor[1];
		UserExporter exporter = new UserExporter((spans) -> CompletableResultCode.ofSuccess());
		this.runner.withBean(SpanExporter.class, () -> exporter)
			.withPropertyValues("telemetry.batch.max-queue-size=1", "telemetry.batch.max-export-batch-size=1")
			.run((context) -> processor[0] = context.getBean(SpanProcessor.class));
		try (SdkTracerProvider outlives = SdkTracerProvider.builder().addSpanProcessor(processor[0]).build()) {
			Tracer tracer = outlives.get("test");
			tracer.spanBuilder("late").startSpan().end();
			tracer.spanBuilder("late").startSpan().end();
			assertThat(outlives.forceFlush().join(10, TimeUnit.SECONDS).isSuccess()).isTrue();
		}
		assertThat(exporter.calls).doesNotContain("export");
		assertThat(this.log.all()).isEmpty();
	}

	private Duration timeToClose(SpanExporter exporter) {
		Instant[] start = new Instant[1];
		this.runner.withBean(SpanExporter.class, () -> exporter)
			.withPropertyValues("telemetry.shutdown-timeout=1s")
			.run((context) -> {
				context.getBean(Tracer.class).spanBuilder("stuck").startSpan().end();
				start[0] = Instant.now();
			});
		return Duration.between(start[0], Instant.now());
	}

	private static void endAndFlush(ApplicationContext context, String name) {
		context.getBean(Tracer.class).spanBuilder(name).startSpan().end();
		context.getBean(SdkTracerProvider.class).forceFlush().join(10, TimeUnit.SECONDS);
	}

	/**
	 * What an exporter does with a batch.
	 */
	interface Export {

		CompletableResultCode apply(Collection<SpanData> spans) throws Exception;

	}

	/**
	 * An exporter as a user may write it, good or bad.
	 */
	static final class UserExporter implements SpanExporter {

		private final Export export;

		private final List<String> calls = new CopyOnWriteArrayList<>();

		private volatile Thread thread;

		UserExporter(Export export) {
			this.export = export;
		}

		@Override
		public CompletableResultCode export(Collection<SpanData> spans) {
			this.thread = Thread.currentThread();
			this.calls.add("export");
			try {
				return this.export.apply(spans);
			}
			catch (RuntimeException ex) {
				throw ex;
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}

		@Override
		public CompletableResultCode flush() {
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode shutdown() {
			this.calls.add("shutdown");
			return CompletableResultCode.ofSuccess();
		}

	}

}
