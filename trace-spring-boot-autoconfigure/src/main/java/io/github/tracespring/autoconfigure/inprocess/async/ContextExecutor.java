// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.async;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.stream.Stream;

import io.opentelemetry.context.Context;

import org.springframework.core.NativeDetector;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.scheduling.Trigger;
import org.springframework.util.ClassUtils;

/**
 * Stands before an executor and makes the tasks that it is given carry the context. It
 * has all public interfaces of the executor, or is a pool of threads if that is one.
 */
final class ContextExecutor implements InvocationHandler {

	/** Those that run a task once; what is repeated carries nothing. */
	private static final Set<String> ONCE = Set.of("execute", "submit", "submitCompletable", "submitListenable",
			"schedule", "invokeAll", "invokeAny");

	/** What Spring hands over, from within itself, for a task with a trigger. */
	private static final String RESCHEDULING = "org.springframework.scheduling.concurrent.ReschedulingRunnable";

	private final Executor delegate;

	private ContextExecutor(Executor delegate) {
		this.delegate = delegate;
	}

	/**
	 * Makes an executor carry the context.
	 * @param executor any executor
	 * @return the one to use instead; the same if it carries the context already
	 */
	static Executor of(Executor executor) {
		if (isCarrying(executor) || ContextTaskDecorator.ordersItsTasks(executor)) {
			return executor;
		}
		ContextExecutor handler = new ContextExecutor(executor);
		if (executor instanceof ThreadPoolExecutor pool) {
			return ThreadPoolShell.create(pool, handler);
		}
		Class<?> type = executor.getClass();
		ClassLoader loader = (type.getClassLoader() != null) ? type.getClassLoader()
				: ContextExecutor.class.getClassLoader();
		return (Executor) Proxy.newProxyInstance(loader, interfaces(type), handler);
	}

	/** Ours, or what {@code Context.taskWrapping} made. */
	private static boolean isCarrying(Executor executor) {
		return executor instanceof ThreadPoolShell
				|| executor.getClass().getPackageName().equals(Context.class.getPackageName())
				|| (Proxy.isProxyClass(executor.getClass())
						&& Proxy.getInvocationHandler(executor) instanceof ContextExecutor);
	}

	/** A native image has one, as it can not know each executor when it is built. */
	private static Class<?>[] interfaces(Class<?> type) {
		if (NativeDetector.inNativeImage()) {
			return Stream
				.of(ScheduledExecutorService.class, ExecutorService.class, AsyncTaskExecutor.class, Executor.class)
				.filter((common) -> common.isAssignableFrom(type))
				.limit(1)
				.toArray(Class<?>[]::new);
		}
		Module here = ContextExecutor.class.getModule();
		return Arrays.stream(ClassUtils.getAllInterfacesForClass(type))
			.filter((candidate) -> Modifier.isPublic(candidate.getModifiers())
					&& candidate.getModule().isExported(candidate.getPackageName(), here))
			.toArray(Class<?>[]::new);
	}

	@Override
	public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
		if (method.getName().equals("equals")) {
			return proxy == arguments[0];
		}
		try {
			if (method.getName().equals("remove") && this.delegate instanceof ThreadPoolExecutor pool) {
				return remove(pool, (Runnable) arguments[0]);
			}
			Object result = method.invoke(this.delegate, carrying(method, arguments));
			return method.getName().equals("shutdownNow") ? plain(result) : result;
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

	private static Object[] carrying(Method method, Object[] arguments) {
		if (!ONCE.contains(method.getName()) || arguments[0] == null || Context.current() == Context.root()) {
			return arguments;
		}
		Class<?>[] parameters = method.getParameterTypes();
		Object[] carrying = arguments.clone();
		if (parameters[0] == Runnable.class && !isRepeated(parameters, arguments[0])) {
			carrying[0] = ContextTask.of((Runnable) arguments[0]);
		}
		else if (parameters[0] == Callable.class) {
			carrying[0] = Context.current().wrap((Callable<?>) arguments[0]);
		}
		else if (parameters[0] == Collection.class) {
			carrying[0] = ((Collection<?>) arguments[0]).stream()
				.map((task) -> (task != null) ? Context.current().wrap((Callable<?>) task) : null)
				.toList();
		}
		return carrying;
	}

	private static boolean isRepeated(Class<?>[] parameters, Object task) {
		return (parameters.length > 1 && parameters[1] == Trigger.class)
				|| task.getClass().getName().equals(RESCHEDULING);
	}

	/** Takes out the task that the user knows. */
	private static boolean remove(ThreadPoolExecutor pool, Runnable task) {
		for (Runnable waiting : pool.getQueue()) {
			if (waiting instanceof ContextTask carrying && carrying.task().equals(task)) {
				return pool.remove(waiting);
			}
		}
		return pool.remove(task);
	}

	/** Gives back the tasks that the user handed over. */
	private static Object plain(Object tasks) {
		return (tasks instanceof List<?> list)
				? list.stream().map((task) -> (task instanceof ContextTask carrying) ? carrying.task() : task).toList()
				: tasks;
	}

}
