// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.integration;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scheduled work, which is observed and has a span of its own.
 */
class ScheduledObservationTests {

	@Test
	void runHasOneSpanAndWhatItDoesIsInside() throws Exception {
		try (Traced application = Traced.run(WebApplicationType.NONE, Application.class,
				Map.of("telemetry.scheduled.ignore", "*.ignored"))) {
			Work work = application.bean(Work.class);
			assertThat(work.done.await(10, TimeUnit.SECONDS)).isTrue();
			Trace trace = application.spans(5);
			assertThat(trace.lines()).containsExactly("INTERNAL ScheduledObservationTests.Work.traced",
					"INTERNAL inner < outer", "INTERNAL observed < inner",
					"INTERNAL outer < ScheduledObservationTests.Work.traced", "INTERNAL reactive < observed");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableScheduling
	@Import(Work.class)
	static class Application {

	}

	static class Work {

		private final CountDownLatch done = new CountDownLatch(2);

		private final Tracer tracer;

		private final ObservationRegistry registry;

		Work(Tracer tracer, ObservationRegistry registry) {
			this.tracer = tracer;
			this.registry = registry;
		}

		@Scheduled(initialDelay = 1)
		void traced() {
			within("outer", () -> within("inner", this::reactive));
			this.done.countDown();
		}

		@Scheduled(initialDelay = 1)
		void ignored() {
			within("ignored", this::reactive);
			this.done.countDown();
		}

		private void within(String name, Runnable task) {
			Span span = this.tracer.spanBuilder(name).startSpan();
			try (var scope = span.makeCurrent()) {
				task.run();
			}
			finally {
				span.end();
			}
		}

		/** An observation is seen by Reactor, where it is and where it is not. */
		private void reactive() {
			Mono.fromRunnable(() -> Observation.createNotStarted("observed", this.registry)
				.observe(() -> Mono
					.fromRunnable(() -> Observation.createNotStarted("reactive", this.registry).observe(() -> {
					}))
					.subscribeOn(Schedulers.boundedElastic())
					.block()))
				.subscribeOn(Schedulers.boundedElastic())
				.block();
		}

	}

}
