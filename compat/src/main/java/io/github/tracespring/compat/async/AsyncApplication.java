// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.compat.async;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import io.github.tracespring.compat.Said;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.instrumentation.annotations.WithSpan;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Work that moves to other threads, with nothing but the starter: {@code @Async}, an
 * asynchronous listener, a future, and work that is scheduled.
 */
@SpringBootApplication(proxyBeanMethods = false)
@EnableAsync
@EnableScheduling
public class AsyncApplication {

	private static final Logger logger = LoggerFactory.getLogger(AsyncApplication.class);

	public static void main(String[] args) throws Exception {
		ConfigurableApplicationContext context = SpringApplication.run(AsyncApplication.class, args);
		Tracer tracer = context.getBean(Tracer.class);
		Work work = context.getBean(Work.class);
		Executor executor = context.getBean("applicationTaskExecutor", Executor.class);
		Span root = tracer.spanBuilder("order").startSpan();
		try (Scope scope = root.makeCurrent()) {
			Said.say(work.later().get(20, TimeUnit.SECONDS));
			context.publishEvent(new Ordered("book"));
			CompletableFuture.runAsync(() -> tracer.spanBuilder("future").startSpan().end(), executor)
				.get(20, TimeUnit.SECONDS);
		}
		finally {
			root.end();
		}
		Said.say("all done: " + work.await());
		System.exit(SpringApplication.exit(context));
	}

	record Ordered(String what) {

	}

	/**
	 * What is done elsewhere.
	 */
	@Component
	public static class Work {

		private final CountDownLatch done;

		private final Tracer tracer;

		Work(Tracer tracer) {
			this.tracer = tracer;
			this.done = new CountDownLatch(2);
		}

		/**
		 * Waits for what nobody else waits for.
		 * @return whether it has been done
		 * @throws InterruptedException if the wait is interrupted
		 */
		public boolean await() throws InterruptedException {
			return this.done.await(20, TimeUnit.SECONDS);
		}

		/**
		 * On another thread.
		 * @return when it is done
		 */
		@Async
		@WithSpan("later")
		public CompletableFuture<String> later() {
			logger.info("later");
			return CompletableFuture.completedFuture("later");
		}

		/**
		 * On another thread.
		 * @param ordered what was
		 */
		@Async
		@EventListener
		public void on(Ordered ordered) {
			this.tracer.spanBuilder("on " + ordered.what()).startSpan().end();
			logger.info("heard");
			this.done.countDown();
		}

		/**
		 * Once, at start-up.
		 */
		@Scheduled(fixedDelay = 1, timeUnit = TimeUnit.DAYS)
		public void tidy() {
			logger.info("tidy");
			this.done.countDown();
		}

	}

}
