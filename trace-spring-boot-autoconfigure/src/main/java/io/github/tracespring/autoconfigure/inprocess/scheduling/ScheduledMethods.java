// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.scheduling;

import java.lang.reflect.Proxy;
import java.util.List;

import org.springframework.scheduling.support.ScheduledTaskObservationContext;
import org.springframework.util.ClassUtils;
import org.springframework.util.PatternMatchUtils;

/**
 * The names of scheduled methods, and which are not traced.
 *
 * @param ignored patterns of {@code Class.method}, with the package or without
 */
record ScheduledMethods(List<String> ignored) {

	/** The class and the method, without the package. */
	static String shortName(ScheduledTaskObservationContext run) {
		return ClassUtils.getShortName(type(run)) + "." + run.getMethod().getName();
	}

	/** The class and the method. */
	static String fullName(ScheduledTaskObservationContext run) {
		return type(run).getName() + "." + run.getMethod().getName();
	}

	/** A proxy's own name says nothing. */
	private static Class<?> type(ScheduledTaskObservationContext run) {
		Class<?> type = run.getTargetClass();
		return Proxy.isProxyClass(type) ? run.getMethod().getDeclaringClass() : type;
	}

	boolean isIgnored(ScheduledTaskObservationContext run) {
		String shortName = shortName(run);
		String fullName = fullName(run);
		return this.ignored.stream()
			.anyMatch((pattern) -> PatternMatchUtils.simpleMatch(pattern, shortName)
					|| PatternMatchUtils.simpleMatch(pattern, fullName));
	}

}
