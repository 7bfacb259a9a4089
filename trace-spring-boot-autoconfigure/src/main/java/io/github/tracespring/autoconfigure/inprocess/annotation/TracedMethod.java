// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.annotation;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.instrumentation.annotations.SpanAttribute;
import io.opentelemetry.instrumentation.annotations.WithSpan;

import org.springframework.aop.support.AopUtils;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedMethod;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.util.StringUtils;

/**
 * What the annotations of a method say. Attributes that only newer versions of the
 * annotations have are read by name.
 *
 * @param span whether the method has a span, or adds to the one that is current
 * @param name the span's name
 * @param kind the span's kind
 * @param inheritContext whether the span has a parent
 * @param function the method's full name, as {@code code.function.name} has it
 * @param returnType what the method returns
 * @param attributes which arguments are attributes
 */
record TracedMethod(boolean span, String name, SpanKind kind, boolean inheritContext, String function,
		Class<?> returnType, List<Argument> attributes) {

	private static final String ADDING = "io.opentelemetry.instrumentation.annotations.AddingSpanAttributes";

	/**
	 * Reads the annotations.
	 * @param method the method that is called, maybe of an interface
	 * @param targetClass the class of the bean, or {@code null}
	 * @return what they say, or {@code null} if there is none
	 */
	static TracedMethod find(Method method, Class<?> targetClass) {
		Method specific = AopUtils.getMostSpecificMethod(method, targetClass);
		if (Modifier.isPrivate(specific.getModifiers()) || Modifier.isStatic(specific.getModifiers())) {
			return null;
		}
		MergedAnnotations annotations = MergedAnnotations.from(specific, SearchStrategy.TYPE_HIERARCHY);
		MergedAnnotation<WithSpan> annotation = annotations.get(WithSpan.class);
		if (!annotation.isPresent()) {
			return annotations.isPresent(ADDING)
					? new TracedMethod(false, null, null, true, null, void.class, arguments(specific)) : null;
		}
		String name = annotation.getString("value");
		Class<?> type = specific.getDeclaringClass();
		if (type.isHidden() || Proxy.isProxyClass(type)) {
			// the name of a lambda or proxy says nothing, and is another one each time
			type = method.getDeclaringClass();
		}
		return new TracedMethod(true, !name.isEmpty() ? name : simpleName(type) + "." + specific.getName(),
				annotation.getEnum("kind", SpanKind.class),
				annotation.getValue("inheritContext", Boolean.class).orElse(true),
				type.getName() + "." + specific.getName(), specific.getReturnType(), arguments(specific));
	}

	/** An anonymous class has no simple name. */
	private static String simpleName(Class<?> type) {
		String name = type.getSimpleName();
		return !name.isEmpty() ? name : StringUtils.unqualify(type.getName());
	}

	private static List<Argument> arguments(Method method) {
		List<Argument> arguments = new ArrayList<>();
		for (MethodParameter parameter : new AnnotatedMethod(method).getMethodParameters()) {
			SpanAttribute attribute = parameter.getParameterAnnotation(SpanAttribute.class);
			if (attribute == null) {
				continue;
			}
			String name = attribute.value();
			if (name.isEmpty() && parameter.getParameter().isNamePresent()) {
				name = parameter.getParameter().getName();
			}
			if (!name.isEmpty()) {
				arguments.add(new Argument(parameter.getParameterIndex(), name));
			}
		}
		return arguments;
	}

	/** Writes the arguments that are attributes on a span. */
	void addAttributes(Span span, Object[] arguments) {
		if (span.isRecording()) {
			this.attributes.forEach((argument) -> AttributeValues.put(span, argument.name, arguments[argument.index]));
		}
	}

	/**
	 * An argument that is an attribute.
	 *
	 * @param index the parameter's position
	 * @param name the attribute's name
	 */
	record Argument(int index, String name) {
	}

}
