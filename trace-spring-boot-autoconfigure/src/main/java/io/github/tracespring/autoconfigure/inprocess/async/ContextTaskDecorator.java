// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.async;

import java.lang.StackWalker.StackFrame;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;

import io.opentelemetry.context.Context;

import org.springframework.core.task.TaskDecorator;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.Trigger;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.util.ReflectionUtils;

/**
 * Carries the context into the tasks of Spring's executors and schedulers, around the
 * user's own decorator: that one runs inside the context too.
 *
 * @param users the user's decorator, or {@code null}
 * @param scheduler whether the executor can also run a task again and again
 */
record ContextTaskDecorator(TaskDecorator users, boolean scheduler) implements TaskDecorator {

	private static final Set<String> REPEATING = Set.of("scheduleAtFixedRate", "scheduleWithFixedDelay");

	private static final StackWalker STACK = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

	/**
	 * Adds it to an executor of Spring's that takes a decorator. There is a setter for
	 * that but no getter; where the user's decorator can not be read it has to stay.
	 * @return whether nothing is left to do
	 */
	static boolean install(Executor executor) {
		Field field = ReflectionUtils.findField(executor.getClass(), "taskDecorator", TaskDecorator.class);
		Method setter = ReflectionUtils.findMethod(executor.getClass(), "setTaskDecorator", TaskDecorator.class);
		if (field == null || setter == null) {
			return false;
		}
		ReflectionUtils.makeAccessible(field);
		TaskDecorator users = (TaskDecorator) ReflectionUtils.getField(field, executor);
		if (!(users instanceof ContextTaskDecorator) && !ordersItsTasks(executor)) {
			ReflectionUtils.makeAccessible(setter);
			ReflectionUtils.invokeMethod(setter, executor,
					new ContextTaskDecorator(users, executor instanceof TaskScheduler));
		}
		return true;
	}

	/** Such a queue looks at the tasks, and knows only the user's. */
	static boolean ordersItsTasks(Executor executor) {
		if (executor instanceof ThreadPoolTaskExecutor spring) {
			try {
				return ordersItsTasks(spring.getThreadPoolExecutor());
			}
			catch (IllegalStateException ex) {
				// not initialized yet
				return false;
			}
		}
		return executor instanceof ThreadPoolExecutor pool && pool.getQueue() instanceof PriorityBlockingQueue;
	}

	@Override
	public Runnable decorate(Runnable task) {
		Runnable decorated = (this.users != null) ? this.users.decorate(task) : task;
		// A request's context must not outlive it in what then runs for ever
		boolean alone = Context.current() == Context.root() || (this.scheduler && isRepeated());
		return alone ? decorated : ContextTask.of(decorated);
	}

	/** Only the scheduler's method that was called tells. */
	private static boolean isRepeated() {
		return STACK
			.walk((frames) -> frames.dropWhile((frame) -> frame.getDeclaringClass() == ContextTaskDecorator.class)
				.takeWhile(ContextTaskDecorator::isOfScheduler)
				.anyMatch((frame) -> REPEATING.contains(frame.getMethodName())
						|| frame.getMethodType().parameterList().contains(Trigger.class)));
	}

	private static boolean isOfScheduler(StackFrame frame) {
		return frame.getClassName().startsWith("java.util.concurrent.")
				|| frame.getClassName().startsWith("org.springframework.");
	}

}
