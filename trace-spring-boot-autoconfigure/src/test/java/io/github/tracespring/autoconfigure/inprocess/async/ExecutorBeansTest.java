// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.async;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

import io.micrometer.core.instrument.binder.jvm.ExecutorServiceMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.MDC;

import io.github.tracespring.autoconfigure.config.TelemetryAutoConfiguration;
import io.github.tracespring.autoconfigure.core.TracingAutoConfiguration;
import io.github.tracespring.autoconfigure.core.sampling.Suppression;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.TaskDecorator;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * An executor that is a bean goes on doing what it did, whatever it is declared as.
 */
@ExtendWith(OutputCaptureExtension.class)
class ExecutorBeansTest {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TelemetryAutoConfiguration.class, TracingAutoConfiguration.class,
				AsyncTracingAutoConfiguration.class))
		.withUserConfiguration(TaskProbe.Recording.class);

	private static void inSpan(ApplicationContext context, Runnable work) {
		try (Scope scope = context.getBean(Tracer.class).spanBuilder("request").startSpan().makeCurrent()) {
			work.run();
		}
	}

	private static <E> void assertCarried(ApplicationContext context, E executor, BiConsumer<E, Runnable> use) {
		context.getBean(TaskProbe.class).assertCarried((task) -> use.accept(executor, task));
	}

	@Test
	void usersDecoratorsStillApplyAndRunInTheContext() {
		AtomicInteger decorated = new AtomicInteger();
		this.runner.withConfiguration(AutoConfigurations.of(TaskExecutionAutoConfiguration.class))
			.withBean("mdc", TaskDecorator.class, () -> (task) -> {
				String here = TaskProbe.here();
				Map<String, String> mdc = MDC.getCopyOfContextMap();
				return () -> {
					if (TaskProbe.here().equals(here)) {
						decorated.incrementAndGet();
					}
					MDC.setContextMap((mdc != null) ? mdc : Map.of());
					try {
						task.run();
					}
					finally {
						MDC.clear();
					}
				};
			})
			.withBean("count", TaskDecorator.class, () -> (task) -> () -> {
				decorated.incrementAndGet();
				task.run();
			})
			.run((context) -> {
				assertCarried(context, context.getBean(ThreadPoolTaskExecutor.class), Executor::execute);
				assertThat(decorated).hasValue(4);
			});
	}

	@Test
	void poolIsStillAPoolHoweverItIsDeclared() {
		this.runner.withUserConfiguration(Pools.class).run((context) -> {
			for (String name : List.of("executor", "service", "pool", "anonymous")) {
				ThreadPoolExecutor pool = (ThreadPoolExecutor) context.getBean(name);
				pool.setMaximumPoolSize(3);
				pool.setCorePoolSize(2);
				assertThat(pool.getMaximumPoolSize()).isEqualTo(3);
				assertCarried(context, pool, Executor::execute);
				assertThat(pool.getPoolSize()).isPositive();
				assertThat(pool.toString()).contains("pool size = " + pool.getPoolSize());
				SimpleMeterRegistry meters = new SimpleMeterRegistry();
				new ExecutorServiceMetrics(pool, name, List.of()).bindTo(meters);
				assertThat(meters.get("executor.pool.max").gauge().value()).isEqualTo(3);
			}
			assertThat(context.getBean("scheduled")).isInstanceOf(ScheduledThreadPoolExecutor.class);
		});
	}

	@Test
	void poolsAreShutDownWithTheApplication() {
		ThreadPoolExecutor[] pools = new ThreadPoolExecutor[2];
		this.runner.withUserConfiguration(Pools.class).run((context) -> {
			pools[0] = context.getBean("service", ThreadPoolExecutor.class);
			pools[1] = context.getBean("scheduled", ThreadPoolExecutor.class);
			assertThat(pools).noneMatch(ThreadPoolExecutor::isShutdown);
		});
		assertThat(pools).allMatch(ThreadPoolExecutor::isShutdown);
	}

	@Test
	void typesOfTheUserAreLeftAlone() {
		this.runner.withUserConfiguration(OwnTypes.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean("own").getClass()).isSameAs(OwnPool.class);
			assertThat(context.getBean("ownAsPool").getClass()).isSameAs(OwnPool.class);
			assertThat(context.getBean("forkJoin").getClass()).isSameAs(ForkJoinPool.class);
			assertThat(context.getBean("loop").getClass()).isSameAs(OwnLoop.class);
			assertCarried(context, context.getBean("ownByInterface", ExecutorService.class), Executor::execute);
		});
	}

	@Test
	void whatIsWrappedAlreadyIsNotWrappedAgain() {
		ExecutorService byHand = Context.taskWrapping(Executors.newSingleThreadExecutor());
		Executor lambda = Context.taskWrapping((Executor) byHand);
		this.runner.withBean("byHand", ExecutorService.class, () -> byHand)
			.withBean("lambda", Executor.class, () -> lambda)
			.withUserConfiguration(Pools.class)
			.run((context) -> {
				assertThat(context.getBean("byHand")).isSameAs(byHand);
				assertThat(context.getBean("lambda")).isSameAs(lambda);
				ExecutorTracing tracing = context.getBean(ExecutorTracing.class);
				for (String name : context.getBeanNamesForType(Executor.class)) {
					Executor bean = context.getBean(name, Executor.class);
					assertThat(tracing.instrument(bean)).isSameAs(bean);
				}
			});
	}

	@Test
	void waitingTaskCanBeRemovedAndIsGivenBackAsItWas() {
		this.runner.withUserConfiguration(Pools.class).run((context) -> {
			ThreadPoolExecutor pool = context.getBean("pool", ThreadPoolExecutor.class);
			CountDownLatch busy = new CountDownLatch(1);
			Runnable first = () -> {
			};
			Runnable second = () -> {
			};
			inSpan(context, () -> {
				pool.execute(() -> await(busy));
				pool.execute(first);
				pool.execute(second);
			});
			assertThat(pool.getQueue()).hasSize(2);
			assertThat(pool.remove(first)).isTrue();
			assertThat(pool.remove(first)).isFalse();
			assertThat(pool.shutdownNow()).containsExactly(second);
			busy.countDown();
		});
	}

	@Test
	void rejectedTaskLeavesNothing() {
		this.runner.withUserConfiguration(Pools.class).run((context) -> {
			ThreadPoolExecutor pool = context.getBean("pool", ThreadPoolExecutor.class);
			pool.shutdown();
			inSpan(context, () -> {
				String before = TaskProbe.here();
				assertThatThrownBy(() -> pool.execute(() -> {
				})).isExactlyInstanceOf(RejectedExecutionException.class);
				assertThat(TaskProbe.here()).isEqualTo(before);
			});
			assertThat(TaskProbe.here()).isEqualTo(TaskProbe.NOTHING);
			pool.setRejectedExecutionHandler(new ThreadPoolExecutor.CallerRunsPolicy());
		});
	}

	@Test
	void failingTaskLeavesNothingAndItsExceptionIsTheUsers() {
		this.runner.withUserConfiguration(Pools.class).run((context) -> {
			ExecutorService service = context.getBean("service", ExecutorService.class);
			Callable<Object> failing = () -> {
				throw new IOException("on purpose");
			};
			inSpan(context, () -> assertThatThrownBy(() -> service.submit(failing).get())
				.hasCauseExactlyInstanceOf(IOException.class));
			assertThatThrownBy(() -> service.invokeAny(List.of(failing))).hasCauseExactlyInstanceOf(IOException.class);
			assertThatThrownBy(() -> service.execute(null)).isExactlyInstanceOf(NullPointerException.class);
			inSpan(context,
					() -> assertThatThrownBy(() -> service.execute(null)).isInstanceOf(NullPointerException.class));
			context.getBean(TaskProbe.class).assertNothingLeft(service::execute);
		});
	}

	@Test
	void queueThatOrdersItsTasksGetsTheUsersOwn() {
		this.runner.withUserConfiguration(Ordering.class).run((context) -> {
			ExecutorService pool = context.getBean("ordered", ExecutorService.class);
			ThreadPoolTaskExecutor spring = context.getBean(ThreadPoolTaskExecutor.class);
			for (Executor executor : List.of(pool, spring)) {
				CountDownLatch busy = new CountDownLatch(1);
				BlockingQueue<Integer> done = new LinkedBlockingQueue<>();
				inSpan(context, () -> {
					executor.execute(new Prioritised(0, () -> await(busy)));
					executor.execute(new Prioritised(2, () -> done.add(2)));
					executor.execute(new Prioritised(1, () -> done.add(1)));
				});
				busy.countDown();
				assertThat(done.poll(20, TimeUnit.SECONDS)).isEqualTo(1);
				assertThat(done.poll(20, TimeUnit.SECONDS)).isEqualTo(2);
			}
		});
	}

	@Test
	void suppressionGoesAlong() {
		this.runner.withUserConfiguration(Pools.class).run((context) -> {
			Callable<Boolean> suppressed = () -> Suppression.isSuppressed(Context.current());
			ExecutorService service = context.getBean("service", ExecutorService.class);
			try (Scope scope = Suppression.suppress(Context.root()).makeCurrent()) {
				assertThat(service.submit(suppressed).get()).isTrue();
			}
			assertThat(service.submit(suppressed).get()).isFalse();
		});
	}

	@Test
	void postProcessorCreatesNothingTooEarly(CapturedOutput output) {
		this.runner.withUserConfiguration(Pools.class, OwnTypes.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(output).doesNotContain("is not eligible for getting processed by all BeanPostProcessors");
		});
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await(20, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Pools {

		@Bean
		Executor executor() {
			return Executors.newFixedThreadPool(1);
		}

		@Bean
		ExecutorService service() {
			return Executors.newFixedThreadPool(1);
		}

		@Bean
		ThreadPoolExecutor pool() {
			return new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
		}

		@Bean
		ThreadPoolExecutor anonymous() {
			return new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>()) {
			};
		}

		@Bean
		ScheduledExecutorService scheduled() {
			return Executors.newScheduledThreadPool(1);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Ordering {

		@Bean
		ExecutorService ordered() {
			return new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, queue());
		}

		@Bean
		ThreadPoolTaskExecutor spring() {
			return new ThreadPoolTaskExecutor() {

				@Override
				protected BlockingQueue<Runnable> createQueue(int capacity) {
					return queue();
				}

			};
		}

		private static BlockingQueue<Runnable> queue() {
			return new PriorityBlockingQueue<>(10, Comparator.comparing((task) -> ((Prioritised) task).priority()));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnTypes {

		@Bean
		OwnPool own() {
			return new OwnPool();
		}

		@Bean
		ThreadPoolExecutor ownAsPool() {
			return new OwnPool();
		}

		@Bean
		ExecutorService ownByInterface() {
			return new OwnPool();
		}

		@Bean
		ForkJoinPool forkJoin() {
			return new ForkJoinPool(1);
		}

		@Bean
		Loop loop() {
			return new OwnLoop();
		}

		@Bean
		Supplier<Object> needsThem(OwnPool own, ForkJoinPool forkJoin, Loop loop) {
			return () -> List.of(own, forkJoin, loop);
		}

	}

	static class OwnPool extends ThreadPoolExecutor {

		OwnPool() {
			super(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
		}

	}

	/** Like an event loop's. */
	public interface Loop extends Executor {

	}

	static class OwnLoop implements Loop {

		@Override
		public void execute(Runnable task) {
			task.run();
		}

	}

	private record Prioritised(int priority, Runnable task) implements Runnable {

		@Override
		public void run() {
			this.task.run();
		}

	}

}
