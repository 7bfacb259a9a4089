// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.span;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;

/**
 * How a failure is written on a span, the same for every kind of span.
 *
 * @see <a href=
 * "https://opentelemetry.io/docs/specs/semconv/general/recording-errors/">Semantic
 * conventions, recording errors</a>
 */
public final class SpanErrors {

	private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

	private SpanErrors() {
	}

	/**
	 * Marks a span as failed by an exception, and records that.
	 * @param span the span
	 * @param error the exception
	 */
	public static void record(Span span, Throwable error) {
		span.recordException(error);
		span.setAttribute(ERROR_TYPE, error.getClass().getName());
		span.setStatus(StatusCode.ERROR);
	}

	/**
	 * Marks a span as failed where no exception says why.
	 * @param span the span
	 * @param type the error's type, of few values: a status code, or a word
	 */
	public static void record(Span span, String type) {
		span.setAttribute(ERROR_TYPE, type);
		span.setStatus(StatusCode.ERROR);
	}

}
