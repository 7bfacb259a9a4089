// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.span;

import java.sql.SQLException;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;

/**
 * How the failure of a database call is written on its span: by code and exception, but
 * without the exception's message, in which drivers quote the statement and the data.
 *
 * @see <a href= "https://opentelemetry.io/docs/specs/semconv/db/sql/">Semantic
 * conventions for SQL databases, db.response.status_code</a>
 */
public final class DbErrors {

	private static final AttributeKey<String> TYPE = AttributeKey.stringKey("exception.type");

	private static final AttributeKey<String> STACKTRACE = AttributeKey.stringKey("exception.stacktrace");

	private static final int MAX_CAUSES = 8;

	private DbErrors() {
	}

	/**
	 * Marks a span as failed. The error's type is its code if it has one, else its class.
	 * @param span the span
	 * @param error what the driver threw
	 * @param system the database
	 */
	public static void record(Span span, Throwable error, DbSystem system) {
		span.addEvent("exception",
				Attributes.of(TYPE, error.getClass().getName(), STACKTRACE, stackTraceWithoutMessages(error)));
		String code = (error instanceof SQLException ex) ? code(ex, system) : null;
		if (code != null) {
			span.setAttribute(DbKeys.STATUS_CODE, code);
		}
		SpanErrors.record(span, (code != null) ? code : error.getClass().getName());
	}

	private static String code(SQLException error, DbSystem system) {
		if (system.hasVendorCodes() && error.getErrorCode() != 0) {
			String number = String.valueOf(error.getErrorCode());
			return (system == DbSystem.ORACLE) ? "ORA-" + "0".repeat(Math.max(0, 5 - number.length())) + number
					: number;
		}
		String state = error.getSQLState();
		return (state != null && !state.isEmpty()) ? state : null;
	}

	private static String stackTraceWithoutMessages(Throwable error) {
		StringBuilder trace = new StringBuilder();
		Throwable cause = error;
		for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
			trace.append((i > 0) ? "Caused by: " : "").append(cause.getClass().getName()).append('\n');
			for (StackTraceElement frame : cause.getStackTrace()) {
				trace.append("\tat ").append(frame).append('\n');
			}
			cause = cause.getCause();
		}
		return trace.toString();
	}

}
