// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.async;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import io.opentelemetry.context.Context;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.tracespring.autoconfigure.config.TelemetryAutoConfiguration;
import io.github.tracespring.autoconfigure.core.Instrumentation;
import io.github.tracespring.autoconfigure.core.TracingAutoConfiguration;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ApplicationEventMulticaster;
import org.springframework.context.event.EventListener;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.AsyncConfigurer;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

class AsyncTracingAutoConfigurationTest {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TelemetryAutoConfiguration.class, TracingAutoConfiguration.class,
				AsyncTracingAutoConfiguration.class))
		.withUserConfiguration(TaskProbe.Recording.class);

	@Test
	void suppliesTheHelperAndIsNamed() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(ExecutorTracing.class);
			assertThat(context.getBeansOfType(Instrumentation.class).values())
				.containsExactly(new Instrumentation("executors"));
		});
	}

	@Test
	void usersHelperIsKept() {
		ExecutorTracing own = new ExecutorTracing(true);
		this.runner.withBean("own", ExecutorTracing.class, () -> own)
			.run((context) -> assertThat(context).getBean(ExecutorTracing.class).isSameAs(own));
	}

	@Test
	void disabledTracingLeavesExecutorsAlone() {
		ExecutorService pool = Executors.newFixedThreadPool(1);
		this.runner.withPropertyValues("telemetry.disabled=true")
			.withBean(ExecutorService.class, () -> pool)
			.run((context) -> {
				assertThat(context).getBean(ExecutorService.class).isSameAs(pool);
				assertThat(context.getBean(ExecutorTracing.class).instrument(pool)).isSameAs(pool);
				assertThat(context).doesNotHaveBean(Instrumentation.class);
			});
	}

	@Test
	void helperInstrumentsEachKindOnce() {
		this.runner.run((context) -> {
			ExecutorTracing tracing = context.getBean(ExecutorTracing.class);
			TaskProbe probe = context.getBean(TaskProbe.class);
			Executor direct = tracing.instrument((Executor) Executors.newFixedThreadPool(1));
			ExecutorService service = tracing.instrument(Executors.newSingleThreadExecutor());
			ScheduledExecutorService scheduled = tracing.instrument(Executors.newSingleThreadScheduledExecutor());
			ThreadPoolExecutor pool = tracing.instrument((ThreadPoolExecutor) Executors.newFixedThreadPool(1));
			ScheduledThreadPoolExecutor scheduledPool = tracing.instrument(new ScheduledThreadPoolExecutor(1));
			AsyncTaskExecutor spring = tracing.instrument(new SimpleAsyncTaskExecutor());
			for (Executor executor : new Executor[] { direct, service, scheduled, pool, scheduledPool, spring }) {
				probe.assertCarried(executor::execute);
				// However often: a chain that grew would overflow the stack
				for (int i = 0; i < 10_000; i++) {
					assertThat(tracing.instrument(executor)).isSameAs(executor);
				}
				probe.assertCarried(executor::execute);
			}
			for (ExecutorService executor : new ExecutorService[] { service, scheduled, pool, scheduledPool }) {
				executor.shutdown();
				assertThat(executor.isShutdown()).isTrue();
			}
		});
	}

	@Test
	void parallelStreamAndCommonPoolTakeAWrappedTask() {
		this.runner.run((context) -> {
			TaskProbe probe = context.getBean(TaskProbe.class);
			probe.assertCarried(
					(task) -> Stream.of(task).parallel().map(Context.current().wrapFunction((Runnable each) -> {
						each.run();
						return 1;
					})).toList());
			probe.assertCarried((task) -> CompletableFuture.runAsync(Context.current().wrap(task)));
		});
	}

	@Test
	void executorOfAnAsyncConfigurerIsNoBean() {
		AtomicReference<String> decorated = new AtomicReference<>();
		this.runner.withUserConfiguration(AsyncBeans.class)
			.withBean(AsyncConfigurer.class, () -> new AsyncConfigurer() {

				@Override
				public Executor getAsyncExecutor() {
					ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
					executor.setTaskDecorator((task) -> () -> {
						decorated.set(Thread.currentThread().getName());
						task.run();
					});
					executor.setThreadNamePrefix("mine-");
					executor.initialize();
					return executor;
				}

			})
			.run((context) -> {
				context.getBean(TaskProbe.class).assertCarried(context.getBean(Methods.class)::async);
				assertThat(decorated.get()).startsWith("mine-");
			});
	}

	@Test
	void jdkExecutorOfAnAsyncConfigurerIsNoBean() {
		this.runner.withUserConfiguration(AsyncBeans.class)
			.withBean(AsyncConfigurer.class, () -> new AsyncConfigurer() {

				private final Executor executor = Executors.newFixedThreadPool(1);

				@Override
				public Executor getAsyncExecutor() {
					return this.executor;
				}

			})
			.run((context) -> context.getBean(TaskProbe.class).assertCarried(context.getBean(Methods.class)::async));
	}

	@Test
	void asyncWithoutAnyExecutorBean() {
		this.runner.withUserConfiguration(AsyncBeans.class)
			.run((context) -> context.getBean(TaskProbe.class).assertCarried(context.getBean(Methods.class)::async));
	}

	@Test
	void asyncWithBootsExecutor() {
		this.runner.withUserConfiguration(AsyncBeans.class)
			.withConfiguration(AutoConfigurations.of(TaskExecutionAutoConfiguration.class))
			.run((context) -> {
				context.getBean(TaskProbe.class).assertCarried(context.getBean(Methods.class)::async);
				context.getBean(Methods.class)
					.async(() -> assertThat(Thread.currentThread().getName()).startsWith("task-"));
			});
	}

	@Test
	void asynchronousEventListener() {
		this.runner.withUserConfiguration(AsyncBeans.class)
			.run((context) -> context.getBean(TaskProbe.class)
				.assertCarried((task) -> context.publishEvent(new Event(task))));
	}

	@Test
	void publisherOfEventsWithAnExecutorThatIsNoBean() {
		this.runner.withBean(Listener.class)
			.withBean("applicationEventMulticaster", ApplicationEventMulticaster.class, () -> {
				SimpleApplicationEventMulticaster events = new SimpleApplicationEventMulticaster();
				events.setTaskExecutor(new SimpleAsyncTaskExecutor("events-"));
				return events;
			})
			.run((context) -> context.getBean(TaskProbe.class)
				.assertCarried((task) -> context.publishEvent(new PlainEvent(task))));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void transactionalEventListenerRunsInTheContextThatCommits(boolean async) {
		this.runner.withUserConfiguration(Transactions.class).run((context) -> {
			TransactionTemplate transaction = new TransactionTemplate(
					context.getBean(PlatformTransactionManager.class));
			context.getBean(TaskProbe.class)
				.assertCarried((task) -> transaction.executeWithoutResult(
						(status) -> context.publishEvent(async ? new Event(task) : new PlainEvent(task))));
		});
	}

	record Event(Runnable task) {

	}

	record PlainEvent(Runnable task) {

	}

	/** Methods that run what they are given. */
	@Configuration(proxyBeanMethods = false)
	@EnableAsync(proxyTargetClass = true)
	static class AsyncBeans {

		@Bean
		Methods methods() {
			return new Methods();
		}

	}

	static class Methods {

		@Async
		public void async(Runnable task) {
			task.run();
		}

		@Async
		@EventListener
		public void on(Event event) {
			event.task().run();
		}

	}

	static class Listener {

		@EventListener
		void on(PlainEvent event) {
			event.task().run();
		}

	}

	/** Listeners to what has been committed. */
	@Configuration(proxyBeanMethods = false)
	@EnableAsync(proxyTargetClass = true)
	@EnableTransactionManagement
	static class Transactions {

		@Bean
		PlatformTransactionManager transactionManager() {
			return new NoTransactions();
		}

		@Bean
		CommitListener commitListener() {
			return new CommitListener();
		}

	}

	static class CommitListener {

		@TransactionalEventListener
		public void on(PlainEvent event) {
			event.task().run();
		}

		@Async
		@TransactionalEventListener
		public void onLater(Event event) {
			event.task().run();
		}

	}

	static class NoTransactions extends AbstractPlatformTransactionManager {

		@Override
		protected Object doGetTransaction() {
			return this;
		}

		@Override
		protected void doBegin(Object transaction, TransactionDefinition definition) {
		}

		@Override
		protected void doCommit(DefaultTransactionStatus status) {
		}

		@Override
		protected void doRollback(DefaultTransactionStatus status) {
		}

	}

}
