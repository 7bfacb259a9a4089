// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.annotation;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;

import org.springframework.util.ObjectUtils;

/**
 * Writes any value as an attribute: of its own type where attributes have that, and else
 * as text.
 */
final class AttributeValues {

	private AttributeValues() {
	}

	static void put(Span span, String name, Object value) {
		if (value == null) {
			return;
		}
		if (value instanceof Boolean bool) {
			span.setAttribute(AttributeKey.booleanKey(name), bool);
		}
		else if (isWhole(value)) {
			span.setAttribute(AttributeKey.longKey(name), ((Number) value).longValue());
		}
		else if (isFraction(value)) {
			span.setAttribute(AttributeKey.doubleKey(name), ((Number) value).doubleValue());
		}
		else if (value instanceof Collection<?> collection) {
			putAll(span, name, collection.stream().filter(Objects::nonNull).toList());
		}
		else if (value.getClass().isArray()) {
			put(span, name, Arrays.asList(ObjectUtils.toObjectArray(value)));
		}
		else {
			span.setAttribute(name, value.toString());
		}
	}

	private static void putAll(Span span, String name, List<?> values) {
		if (all(values, Boolean.class::isInstance)) {
			span.setAttribute(AttributeKey.booleanArrayKey(name), values.stream().map(Boolean.class::cast).toList());
		}
		else if (all(values, AttributeValues::isWhole)) {
			span.setAttribute(AttributeKey.longArrayKey(name),
					values.stream().map((value) -> ((Number) value).longValue()).toList());
		}
		else if (all(values, AttributeValues::isFraction)) {
			span.setAttribute(AttributeKey.doubleArrayKey(name),
					values.stream().map((value) -> ((Number) value).doubleValue()).toList());
		}
		else {
			span.setAttribute(AttributeKey.stringArrayKey(name), values.stream().map(Object::toString).toList());
		}
	}

	private static boolean all(List<?> values, Predicate<Object> type) {
		return !values.isEmpty() && values.stream().allMatch(type);
	}

	private static boolean isWhole(Object value) {
		return value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte;
	}

	private static boolean isFraction(Object value) {
		return value instanceof Double || value instanceof Float;
	}

}
