// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.scheduling;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.MDC;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import io.github.tracespring.autoconfigure.inprocess.async.AsyncTracingAutoConfiguration;
import io.github.tracespring.autoconfigure.inprocess.async.ReactorTracingAutoConfiguration;
import io.github.tracespring.autoconfigure.testing.TestApplication;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each run of a scheduled method is a trace of its own, on every kind of scheduler.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ScheduledContractTest {

	private static final AttributeKey<String> FUNCTION = AttributeKey.stringKey("code.function.name");

	private final ConfigurableApplicationContext application;

	private final List<SpanData> spans;

	ScheduledContractTest(Class<?> scheduler, String... arguments) {
		TestApplication test = new TestApplication().with(Main.class).with(scheduler);
		test.byDefault("telemetry.scheduled.ignore", "ScheduledContractTest.Jobs.noise,*.Jobs.silent");
		// What starts the scheduler may itself be traced
		Span starter = Span.wrap(SpanContext.create("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331",
				TraceFlags.getSampled(), TraceState.getDefault()));
		try (Scope scope = starter.makeCurrent()) {
			this.application = test.run(arguments);
		}
		InMemorySpanExporter exporter = this.application.getBean(InMemorySpanExporter.class);
		Jobs jobs = this.application.getBean(Jobs.class);
		Awaitility.await()
			.pollInterval(Duration.ofMillis(20))
			.until(() -> names(exporter.getFinishedSpanItems()).containsAll(Jobs.TRACED) && jobs.ignoredRuns > 1);
		this.spans = exporter.getFinishedSpanItems();
	}

	private static Set<String> names(List<SpanData> spans) {
		return spans.stream()
			.map((span) -> span.getName().substring(span.getName().lastIndexOf('.') + 1))
			.collect(Collectors.toSet());
	}

	@AfterAll
	void stop() {
		this.application.close();
	}

	private SpanData run(String method) {
		return this.spans.stream()
			.filter((span) -> span.getName().equals("ScheduledContractTest.Jobs." + method))
			.findFirst()
			.orElseThrow();
	}

	private List<SpanData> children(SpanData run) {
		return this.spans.stream().filter((span) -> span.getTraceId().equals(run.getTraceId()) && span != run).toList();
	}

	private void assertRun(String method) {
		SpanData run = run(method);
		assertThat(run.getParentSpanContext().isValid()).isFalse();
		assertThat(run.getKind()).isEqualTo(SpanKind.INTERNAL);
		assertThat(run.getAttributes().get(FUNCTION)).isEqualTo(Jobs.class.getName() + "." + method);
		assertThat(run.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		assertThat(children(run)).extracting(SpanData::getName).containsExactly("in " + method);
		assertThat(children(run).get(0).getParentSpanId()).isEqualTo(run.getSpanId());
		assertThat(this.application.getBean(Jobs.class).log)
			.contains(method + " " + run.getTraceId() + " " + run.getSpanId());
	}

	@Test
	void fixedRateIsATraceARun() {
		assertRun("rate");
	}

	@Test
	void fixedDelayIsATraceARun() {
		assertRun("delay");
	}

	@Test
	void cronIsATraceARun() {
		assertRun("cron");
	}

	@Test
	void oneTimeIsATrace() {
		assertRun("once");
	}

	@Test
	void reactiveIsATraceARun() {
		assertRun("reactive");
	}

	@Test
	void runsAreTracesOfTheirOwn() {
		List<String> traces = this.spans.stream()
			.filter((span) -> span.getName().endsWith(".rate"))
			.map(SpanData::getTraceId)
			.toList();
		assertThat(traces).hasSizeGreaterThan(1).doesNotHaveDuplicates();
	}

	@Test
	void exceptionIsRecorded() {
		assertFailed(run("fail"), IllegalStateException.class);
	}

	@Test
	void checkedExceptionIsRecordedAsItWasThrown() {
		assertFailed(run("failChecked"), IOException.class);
	}

	@Test
	void reactiveErrorIsRecorded() {
		assertFailed(run("failReactive"), IllegalStateException.class);
	}

	private static void assertFailed(SpanData run, Class<?> error) {
		assertThat(run.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(run.getAttributes().get(AttributeKey.stringKey("error.type"))).isEqualTo(error.getName());
		assertThat(run.getEvents()).extracting(EventData::getName).containsExactly("exception");
	}

	@Test
	void ignoredRunIsNotTracedAndNeitherIsWhatItCalls() {
		assertThat(this.spans).extracting(SpanData::getName)
			.noneMatch((name) -> name.contains("noise") || name.contains("silent"));
	}

	@Test
	void nothingIsLeftOnTheThreads() {
		Queue<String> seen = new ConcurrentLinkedQueue<>();
		for (int i = 0; i < 4; i++) {
			this.application.getBean("taskScheduler", Executor.class)
				.execute(() -> seen.add(Span.current().getSpanContext().getSpanId() + "/" + MDC.get("trace_id")));
		}
		Awaitility.await().until(() -> seen.size() == 4);
		assertThat(seen).containsOnly("0000000000000000/null");
		seen.clear();
		for (int i = 0; i < 8; i++) {
			Schedulers.parallel()
				.schedule(() -> seen.add(Span.current().getSpanContext().getSpanId() + "/" + MDC.get("trace_id")));
		}
		Awaitility.await().until(() -> seen.size() == 8);
		assertThat(seen).containsOnly("0000000000000000/null");
	}

	ConfigurableApplicationContext application() {
		return this.application;
	}

	/** The scheduled methods. */
	static class Jobs {

		private static final Set<String> TRACED = Set.of("rate", "delay", "cron", "once", "reactive", "fail",
				"failChecked", "failReactive");

		final Queue<String> log = new ConcurrentLinkedQueue<>();

		private final Tracer tracer;

		volatile int ignoredRuns;

		Jobs(Tracer tracer) {
			this.tracer = tracer;
		}

		private void work(String name) {
			this.log.add(name + " " + MDC.get("trace_id") + " " + MDC.get("spanId"));
			this.tracer.spanBuilder("in " + name).startSpan().end();
		}

		@Scheduled(fixedRate = 50)
		void rate() {
			work("rate");
		}

		@Scheduled(fixedDelay = 50)
		void delay() {
			work("delay");
		}

		@Scheduled(cron = "* * * * * *")
		void cron() {
			work("cron");
		}

		@Scheduled(initialDelay = 1)
		void once() {
			work("once");
		}

		@Scheduled(fixedDelay = 50)
		Mono<Integer> reactive() {
			return Mono.delay(Duration.ofMillis(2)).map((tick) -> {
				work("reactive");
				return 1;
			});
		}

		@Scheduled(fixedDelay = 50)
		void fail() {
			throw new IllegalStateException("on purpose");
		}

		@Scheduled(fixedDelay = 50)
		void failChecked() throws IOException {
			throw new IOException("on purpose");
		}

		@Scheduled(fixedDelay = 50)
		Mono<Integer> failReactive() {
			return Mono.delay(Duration.ofMillis(2)).then(Mono.error(new IllegalStateException("on purpose")));
		}

		@Scheduled(fixedDelay = 50)
		void noise() {
			this.ignoredRuns++;
			work("noise");
		}

		@Scheduled(fixedDelay = 50)
		Mono<Integer> silent() {
			return Mono.delay(Duration.ofMillis(2)).map((tick) -> {
				work("silent");
				return 1;
			});
		}

	}

	/** The application. */
	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	@ImportAutoConfiguration({ AsyncTracingAutoConfiguration.class, SchedulingTracingAutoConfiguration.class,
			ReactorTracingAutoConfiguration.class, TaskSchedulingAutoConfiguration.class })
	@Import(Jobs.class)
	static class Main {

		@Bean
		InMemorySpanExporter recordedSpans() {
			return InMemorySpanExporter.create();
		}

		@Bean
		SpanProcessor recorder(InMemorySpanExporter recordedSpans) {
			return SimpleSpanProcessor.create(recordedSpans);
		}

	}

}
