// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.async;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.aop.support.AopUtils;
import org.springframework.core.task.AsyncTaskExecutor;

/**
 * Takes the context to the threads of an executor that is no bean; those that are beans
 * do so without it. <pre>
 * &#64;Service
 * class Reports {
 *
 *     private final ExecutorService executor;
 *
 *     Reports(ExecutorTracing tracing) {
 *         this.executor = tracing.instrument(Executors.newFixedThreadPool(4));
 *     }
 *
 * }</pre> A task runs in the context in which it was handed over, and the thread is left
 * as it was. What is scheduled to run again and again carries no context. Instrumenting
 * twice is the same as once. With {@code telemetry.disabled} the bean is there and does
 * nothing.
 * <p>
 * What runs on threads that nobody can wrap, such as the lambdas of a
 * {@code parallelStream}, is itself wrapped:
 * {@code Context.current().wrapFunction(this::price)}.
 *
 * @see io.opentelemetry.context.Context#wrap(Runnable)
 * @see io.opentelemetry.context.Context#wrapFunction
 */
public final class ExecutorTracing {

	private static final Logger logger = LoggerFactory.getLogger(ExecutorTracing.class);

	private final boolean enabled;

	/**
	 * Creates what instruments.
	 * @param enabled whether tracing is on
	 */
	ExecutorTracing(boolean enabled) {
		this.enabled = enabled;
	}

	/**
	 * Makes an executor carry the context.
	 * @param executor the executor; one of Spring's that takes a decorator is changed
	 * @return the executor to use from now on
	 */
	public Executor instrument(Executor executor) {
		return this.enabled ? carrying(executor) : executor;
	}

	/**
	 * Makes an executor carry the context.
	 * @param executor the executor
	 * @return the executor to use from now on; its own life is still ended by its
	 * {@code shutdown}
	 */
	public ExecutorService instrument(ExecutorService executor) {
		return (ExecutorService) instrument((Executor) executor);
	}

	/**
	 * Makes an executor carry the context, also into tasks that run later; not into those
	 * that run again and again.
	 * @param executor the executor
	 * @return the executor to use from now on
	 */
	public ScheduledExecutorService instrument(ScheduledExecutorService executor) {
		return (ScheduledExecutorService) instrument((Executor) executor);
	}

	/**
	 * Makes a pool carry the context.
	 * @param executor the pool; one whose queue orders its tasks is left as it is
	 * @return the pool to use from now on, with the threads and the state of the one
	 * given
	 */
	public ThreadPoolExecutor instrument(ThreadPoolExecutor executor) {
		return (ThreadPoolExecutor) instrument((Executor) executor);
	}

	/**
	 * Makes a pool carry the context, also into tasks that run later; not into those that
	 * run again and again.
	 * @param executor the pool
	 * @return the pool to use from now on, with the threads and the state of the one
	 * given
	 */
	public ScheduledThreadPoolExecutor instrument(ScheduledThreadPoolExecutor executor) {
		return (ScheduledThreadPoolExecutor) instrument((Executor) executor);
	}

	/**
	 * Makes an executor of Spring's carry the context.
	 * @param executor the executor; if it takes a decorator it is changed, and the
	 * decorator that it has still applies
	 * @return the executor to use from now on: the same if it takes a decorator
	 */
	public AsyncTaskExecutor instrument(AsyncTaskExecutor executor) {
		return (AsyncTaskExecutor) instrument((Executor) executor);
	}

	/** A proxy that Spring made has an executor behind it that is a bean. */
	static Executor carrying(Executor executor) {
		try {
			return (AopUtils.isAopProxy(executor) || ContextTaskDecorator.install(executor)) ? executor
					: ContextExecutor.of(executor);
		}
		catch (RuntimeException | LinkageError ex) {
			logger.warn("The tasks of {} do not carry the context of the trace", executor, ex);
			return executor;
		}
	}

}
