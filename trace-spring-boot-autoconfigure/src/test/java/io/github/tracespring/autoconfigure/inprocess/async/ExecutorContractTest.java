// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.async;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

import io.opentelemetry.context.Context;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.tracespring.autoconfigure.testing.TestApplication;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskExecutor;
import org.springframework.core.task.support.TaskExecutorAdapter;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.concurrent.ConcurrentTaskExecutor;
import org.springframework.scheduling.concurrent.ConcurrentTaskScheduler;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * The context goes to the thread that runs a task, and does not stay there, whatever
 * executor bean is used in whatever way.
 */
class ExecutorContractTest {

	private static final Map<String, BiConsumer<Executor, Runnable>> uses = new TreeMap<>();

	static {
		uses.put("execute", Executor::execute);
		uses.put("runAsync", (executor, task) -> CompletableFuture.runAsync(task, executor));
		uses.put("thenRunAsync", (executor,
				task) -> CompletableFuture.supplyAsync(() -> 1, executor).thenRunAsync(task, executor).join());
	}

	private static final Map<String, BiConsumer<AsyncTaskExecutor, Runnable>> springUses = new TreeMap<>();

	static {
		springUses.put("submit", AsyncTaskExecutor::submit);
		springUses.put("submitCallable", (executor, task) -> executor.submit(callable(task)));
		springUses.put("submitCompletable", AsyncTaskExecutor::submitCompletable);
	}

	private static final Map<String, BiConsumer<ExecutorService, Runnable>> serviceUses = new TreeMap<>();

	static {
		serviceUses.put("submit", ExecutorService::submit);
		serviceUses.put("submitResult", (executor, task) -> executor.submit(task, 1));
		serviceUses.put("submitCallable", (executor, task) -> executor.submit(callable(task)));
		serviceUses.put("invokeAll", (executor, task) -> {
			try {
				executor.invokeAll(List.of(callable(task)));
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		});
		serviceUses.put("invokeAny", (executor, task) -> {
			try {
				executor.invokeAny(List.of(callable(task)), 20, TimeUnit.SECONDS);
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		});
	}

	private static final Map<String, BiConsumer<ScheduledExecutorService, Runnable>> scheduledUses = new TreeMap<>();

	static {
		scheduledUses.put("schedule", (executor, task) -> executor.schedule(task, 1, TimeUnit.MILLISECONDS));
		scheduledUses.put("scheduleCallable",
				(executor, task) -> executor.schedule(callable(task), 1, TimeUnit.MILLISECONDS));
	}

	private static final Map<String, BiConsumer<Methods, Runnable>> methods = new TreeMap<>();

	static {
		methods.put("application", Methods::onApplication);
		methods.put("threadPool", Methods::onThreadPool);
		methods.put("selfInitialized", Methods::onSelfInitialized);
		methods.put("simple", Methods::onSimple);
		methods.put("executorService", Methods::onExecutorService);
		methods.put("scheduledExecutorService", Methods::onScheduledExecutorService);
		methods.put("threads", Methods::onThreads);
		methods.put("lambda", Methods::onLambda);
	}

	private static ConfigurableApplicationContext application;

	private static Callable<Integer> callable(Runnable task) {
		return () -> {
			task.run();
			return 1;
		};
	}

	@BeforeAll
	static void start() {
		application = new TestApplication().with(Beans.class).run("--spring.task.execution.mode=force");
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	static Stream<Arguments> executors() {
		return pairs(Executor.class, uses);
	}

	static Stream<Arguments> springExecutors() {
		return pairs(AsyncTaskExecutor.class, springUses);
	}

	static Stream<Arguments> services() {
		return pairs(ExecutorService.class, serviceUses);
	}

	static Stream<Arguments> scheduledServices() {
		return pairs(ScheduledExecutorService.class, scheduledUses);
	}

	static Stream<String> methods() {
		return methods.keySet().stream();
	}

	private static Stream<Arguments> pairs(Class<? extends Executor> type, Map<String, ?> uses) {
		return Stream.of(application.getBeanNamesForType(type))
			.sorted()
			.flatMap((name) -> uses.keySet().stream().map((use) -> Arguments.of(name, use)));
	}

	@ParameterizedTest
	@MethodSource("executors")
	void executorCarries(String name, String use) {
		assertCarried(application.getBean(name, Executor.class), uses.get(use));
	}

	@ParameterizedTest
	@MethodSource("springExecutors")
	void springExecutorCarries(String name, String use) {
		assertCarried(application.getBean(name, AsyncTaskExecutor.class), springUses.get(use));
	}

	@ParameterizedTest
	@MethodSource("services")
	void executorServiceCarries(String name, String use) {
		assertCarried(application.getBean(name, ExecutorService.class), serviceUses.get(use));
	}

	@ParameterizedTest
	@MethodSource("scheduledServices")
	void scheduledExecutorServiceCarries(String name, String use) {
		assertCarried(application.getBean(name, ScheduledExecutorService.class), scheduledUses.get(use));
	}

	@ParameterizedTest
	@MethodSource("methods")
	void asyncMethodCarries(String name) {
		assertCarried(application.getBean(Methods.class), methods.get(name));
	}

	@ParameterizedTest
	@ValueSource(strings = { "taskScheduler", "concurrentScheduler" })
	void taskSchedulerCarriesIntoWhatRunsOnce(String name) {
		assertCarried(application.getBean(name, TaskScheduler.class),
				(scheduler, task) -> scheduler.schedule(task, Instant.now().plusMillis(1)));
	}

	private static <E> void assertCarried(E executor, BiConsumer<E, Runnable> use) {
		application.getBean(TaskProbe.class).assertCarried((task) -> use.accept(executor, task));
	}

	/** Runs what it is given, on an executor each. */
	static class Methods {

		@Async
		void onApplication(Runnable task) {
			task.run();
		}

		@Async("threadPool")
		void onThreadPool(Runnable task) {
			task.run();
		}

		@Async("selfInitialized")
		void onSelfInitialized(Runnable task) {
			task.run();
		}

		@Async("simple")
		void onSimple(Runnable task) {
			task.run();
		}

		@Async("executorService")
		void onExecutorService(Runnable task) {
			task.run();
		}

		@Async("scheduledExecutorService")
		void onScheduledExecutorService(Runnable task) {
			task.run();
		}

		@Async("threads")
		void onThreads(Runnable task) {
			task.run();
		}

		@Async("lambda")
		void onLambda(Runnable task) {
			task.run();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync(proxyTargetClass = true)
	@ImportAutoConfiguration({ AsyncTracingAutoConfiguration.class, TaskExecutionAutoConfiguration.class })
	@Import({ TaskProbe.Recording.class, Methods.class })
	static class Beans {

		@Bean
		ThreadPoolTaskExecutor threadPool() {
			return new ThreadPoolTaskExecutor();
		}

		@Bean
		Executor selfInitialized() {
			ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
			executor.setTaskDecorator((task) -> task::run);
			executor.initialize();
			return executor;
		}

		@Bean
		SimpleAsyncTaskExecutor simple() {
			return new SimpleAsyncTaskExecutor("simple-");
		}

		@Bean
		ConcurrentTaskExecutor concurrent() {
			return new ConcurrentTaskExecutor(Executors.newSingleThreadExecutor(ExecutorContractTest::daemon));
		}

		@Bean
		AsyncTaskExecutor adapter() {
			return new TaskExecutorAdapter(Executors.newSingleThreadExecutor(ExecutorContractTest::daemon));
		}

		@Bean
		ThreadPoolTaskScheduler taskScheduler() {
			return new ThreadPoolTaskScheduler();
		}

		@Bean
		SimpleAsyncTaskScheduler simpleScheduler() {
			return new SimpleAsyncTaskScheduler();
		}

		@Bean
		ConcurrentTaskScheduler concurrentScheduler() {
			return new ConcurrentTaskScheduler(
					Executors.newSingleThreadScheduledExecutor(ExecutorContractTest::daemon));
		}

		@Bean
		TaskExecutor lambda() {
			return (task) -> daemon(task).start();
		}

		@Bean
		Executor executor() {
			return Executors.newFixedThreadPool(1);
		}

		@Bean
		ExecutorService executorService() {
			return Executors.newFixedThreadPool(1);
		}

		@Bean
		ExecutorService delegated() {
			return Executors.newSingleThreadExecutor();
		}

		@Bean
		ExecutorService workStealing() {
			return Executors.newWorkStealingPool(1);
		}

		@Bean
		ScheduledExecutorService scheduledExecutorService() {
			return Executors.newSingleThreadScheduledExecutor();
		}

		@Bean
		ThreadPoolExecutor threads() {
			return (ThreadPoolExecutor) Executors.newFixedThreadPool(1);
		}

		@Bean
		ScheduledThreadPoolExecutor scheduledThreads() {
			return new ScheduledThreadPoolExecutor(1);
		}

		@Bean
		ExecutorService wrappedByHand() {
			return Context.taskWrapping(Executors.newFixedThreadPool(1));
		}

	}

	private static Thread daemon(Runnable task) {
		Thread thread = new Thread(task);
		thread.setDaemon(true);
		return thread;
	}

}
