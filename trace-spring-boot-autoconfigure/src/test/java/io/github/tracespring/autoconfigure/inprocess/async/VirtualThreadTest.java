// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.async;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import io.github.tracespring.autoconfigure.config.TelemetryAutoConfiguration;
import io.github.tracespring.autoconfigure.core.TracingAutoConfiguration;
import io.github.tracespring.autoconfigure.inprocess.async.AsyncTracingAutoConfigurationTest.AsyncBeans;
import io.github.tracespring.autoconfigure.inprocess.async.AsyncTracingAutoConfigurationTest.Methods;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.support.TaskExecutorAdapter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The context goes to virtual threads.
 */
@EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "there are no virtual threads before")
class VirtualThreadTest {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TelemetryAutoConfiguration.class, TracingAutoConfiguration.class,
				AsyncTracingAutoConfiguration.class))
		.withUserConfiguration(TaskProbe.Recording.class);

	private static void assertCarriedByVirtual(TaskProbe probe, Executor executor) {
		AtomicReference<Thread> thread = new AtomicReference<>();
		probe.assertCarried((task) -> executor.execute(() -> {
			thread.set(Thread.currentThread());
			task.run();
		}));
		assertThat(thread.get()).extracting("virtual").isEqualTo(true);
	}

	@Test
	void bootsExecutorAndAsyncMethods() {
		this.runner.withUserConfiguration(AsyncBeans.class)
			.withConfiguration(AutoConfigurations.of(TaskExecutionAutoConfiguration.class))
			.withPropertyValues("spring.threads.virtual.enabled=true")
			.run((context) -> {
				TaskProbe probe = context.getBean(TaskProbe.class);
				assertCarriedByVirtual(probe, context.getBean(AsyncTaskExecutor.class));
				assertCarriedByVirtual(probe, context.getBean(Methods.class)::async);
			});
	}

	@Test
	void executorServiceOfTheJdk() {
		this.runner.withBean(ExecutorService.class, VirtualThreadTest::perTask)
			.withBean(AsyncTaskExecutor.class, () -> new TaskExecutorAdapter(perTask()))
			.run((context) -> {
				TaskProbe probe = context.getBean(TaskProbe.class);
				assertCarriedByVirtual(probe, context.getBean(ExecutorService.class));
				assertCarriedByVirtual(probe, context.getBean(AsyncTaskExecutor.class));
			});
	}

	/** The code is compiled for Java 17. */
	private static ExecutorService perTask() {
		try {
			return (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
