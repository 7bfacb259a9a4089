// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.async;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import io.github.tracespring.autoconfigure.config.TelemetryAutoConfiguration;
import io.github.tracespring.autoconfigure.core.TracingAutoConfiguration;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.ConcurrentTaskScheduler;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.scheduling.support.PeriodicTrigger;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A request's context does not stay for as long as the application runs.
 */
class RepeatedTaskTest {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TelemetryAutoConfiguration.class, TracingAutoConfiguration.class,
				AsyncTracingAutoConfiguration.class))
		.withUserConfiguration(TaskProbe.Recording.class, Schedulers.class);

	@Test
	void repeatedTaskDoesNotKeepTheContextThatScheduledIt() {
		this.runner.run((context) -> {
			for (TaskScheduler scheduler : context.getBeansOfType(TaskScheduler.class).values()) {
				assertRepeatedWithout(context, (task) -> scheduler.scheduleAtFixedRate(task, Duration.ofMillis(5)));
				assertRepeatedWithout(context,
						(task) -> scheduler.scheduleAtFixedRate(task, Instant.now(), Duration.ofMillis(5)));
				assertRepeatedWithout(context, (task) -> scheduler.scheduleWithFixedDelay(task, Duration.ofMillis(5)));
				assertRepeatedWithout(context,
						(task) -> scheduler.schedule(task, new PeriodicTrigger(Duration.ofMillis(5))));
			}
			ScheduledExecutorService service = context.getBean("jdk", ScheduledExecutorService.class);
			assertRepeatedWithout(context, (task) -> service.scheduleAtFixedRate(task, 0, 5, TimeUnit.MILLISECONDS));
			assertRepeatedWithout(context, (task) -> service.scheduleWithFixedDelay(task, 0, 5, TimeUnit.MILLISECONDS));
		});
	}

	private static void assertRepeatedWithout(ApplicationContext context, Consumer<Runnable> schedule) {
		BlockingQueue<String> seen = new LinkedBlockingQueue<>();
		Runnable task = () -> {
			if (seen.size() < 3) {
				seen.add(TaskProbe.here());
			}
		};
		try (Scope scope = context.getBean(Tracer.class).spanBuilder("request").startSpan().makeCurrent()) {
			schedule.accept(task);
		}
		Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> seen.size() == 3);
		assertThat(seen).containsOnly(TaskProbe.NOTHING);
	}

	@Test
	void taskThatSchedulesAnotherOneTakesItAlong() {
		this.runner.run((context) -> {
			TaskScheduler scheduler = context.getBean(ThreadPoolTaskScheduler.class);
			context.getBean(TaskProbe.class)
				.assertCarried((task) -> scheduler.schedule(() -> scheduler.schedule(task, Instant.now().plusMillis(1)),
						Instant.now()));
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class Schedulers {

		@Bean
		ThreadPoolTaskScheduler threadPoolTaskScheduler() {
			return new ThreadPoolTaskScheduler();
		}

		@Bean
		SimpleAsyncTaskScheduler simpleAsyncTaskScheduler() {
			return new SimpleAsyncTaskScheduler();
		}

		@Bean
		ConcurrentTaskScheduler concurrentTaskScheduler(ScheduledExecutorService jdk) {
			return new ConcurrentTaskScheduler(jdk);
		}

		@Bean
		ScheduledExecutorService jdk() {
			return Executors.newScheduledThreadPool(1);
		}

	}

}
