// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.annotation;

import java.lang.reflect.Method;

import io.opentelemetry.instrumentation.annotations.WithSpan;

import org.springframework.aop.ClassFilter;
import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.core.annotation.AnnotationUtils;

/**
 * The methods that carry one of the annotations, themselves or where they are declared
 * first. Classes that can not have any are not looked into.
 */
final class WithSpanPointcut extends StaticMethodMatcherPointcut {

	private static final String SPRING = "org.springframework.";

	/** Applications that Spring's developers show. */
	private static final String SAMPLES = SPRING + "samples.";

	@Override
	public ClassFilter getClassFilter() {
		return (type) -> !isSprings(type.getName()) && AnnotationUtils.isCandidateClass(type, WithSpan.class);
	}

	/**
	 * Most beans are Spring's own, which have none, and all their methods are many.
	 */
	private static boolean isSprings(String type) {
		return type.startsWith(SPRING) && !type.startsWith(SAMPLES);
	}

	@Override
	public boolean matches(Method method, Class<?> targetClass) {
		return TracedMethod.find(method, targetClass) != null;
	}

}
