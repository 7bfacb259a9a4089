// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.lifecycle;

import java.lang.management.ManagementFactory;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.stream.Stream;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import org.slf4j.LoggerFactory;

/**
 * What an application may leave behind in the JVM that it ran in, as lines.
 */
final class Footprint {

	/** One pool for the JVM, whose threads end when they were idle for a minute. */
	private static final String OKHTTPS_THREADS = "(OkHttp TaskRunner|Okio Watchdog).*";

	private static final String JDKS_MBEANS = "(java|com\\.sun|jdk|sun|JMImplementation)\\b.*";

	private Footprint() {
	}

	/** Those of the JVM itself have a group of their own, or come and go as it likes. */
	private static List<String> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getThreadGroup() != null && !thread.getThreadGroup().getName().equals("system"))
			.filter((thread) -> !thread.getName().matches(OKHTTPS_THREADS))
			.map((thread) -> "thread " + thread.getName().replaceAll("\\d+", "#"))
			.toList();
	}

	/** Ours, and those of the JDK's clients. */
	static List<String> tracingThreads() {
		return threads().stream().filter((line) -> line.matches("thread (telemetry|HttpClient|Batch).*")).toList();
	}

	/** Those that hold a class loader. */
	static List<String> threadsOf(ClassLoader loader) {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getContextClassLoader() == loader)
			.map(Thread::getName)
			.toList();
	}

	/** Threads, shutdown hooks, MBeans, what hears the log, and values of this thread. */
	static List<String> all() throws ReflectiveOperationException {
		List<String> lines = new ArrayList<>(threads());
		Class<?> hooks = Class.forName("java.lang.ApplicationShutdownHooks");
		((Map<?, ?>) value(hooks, "hooks", null)).keySet()
			.forEach((hook) -> lines.add("hook " + hook.getClass().getName()));
		ManagementFactory.getPlatformMBeanServer()
			.queryNames(null, null)
			.stream()
			.map(Object::toString)
			.filter((name) -> !name.matches(JDKS_MBEANS))
			.forEach((name) -> lines.add("bean " + name));
		for (Handler handler : LogManager.getLogManager().getLogger("").getHandlers()) {
			lines.add("handler " + handler.getClass().getName());
		}
		LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
		for (Logger logger : context.getLoggerList()) {
			logger.iteratorForAppenders()
				.forEachRemaining((appender) -> lines.add("appender " + logger.getName() + " " + appender.getName()));
		}
		context.getTurboFilterList().forEach((filter) -> lines.add("filter " + filter.getClass().getName()));
		context.getCopyOfListenerList().forEach((listener) -> lines.add("listener " + listener.getClass().getName()));
		for (String kind : List.of("threadLocals", "inheritableThreadLocals")) {
			lines.addAll(values(value(Thread.class, kind, Thread.currentThread())));
		}
		return lines;
	}

	/** What the thread's own map holds, if it is a value of tracing. */
	private static List<String> values(Object map) throws ReflectiveOperationException {
		List<String> lines = new ArrayList<>();
		if (map == null) {
			return lines;
		}
		for (Object entry : (Object[]) value(map.getClass(), "table", map)) {
			Object value = (entry != null) ? value(entry.getClass(), "value", entry) : null;
			if (value != null && Stream.of("io.github.tracespring.", "io.opentelemetry.")
				.anyMatch(value.getClass().getName()::startsWith)) {
				lines.add("value " + value.getClass().getName());
			}
		}
		return lines;
	}

	private static Object value(Class<?> type, String name, Object target) throws ReflectiveOperationException {
		Field field = type.getDeclaredField(name);
		field.setAccessible(true);
		return field.get(target);
	}

}
