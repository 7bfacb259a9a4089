// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.jdbc;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;

import io.github.tracespring.autoconfigure.core.span.DbErrors;
import io.github.tracespring.autoconfigure.core.span.DbSystem;

/**
 * The span of one call of the driver, current from start to end, which are on the same
 * thread. No method throws, whatever a span processor does.
 */
final class JdbcSpan {

	/** A span that does nothing. */
	static final JdbcSpan NONE = new JdbcSpan(Span.getInvalid(), null, DbSystem.OTHER);

	private final Span span;

	private final DbSystem system;

	private final Scope scope;

	JdbcSpan(Span span, Context context, DbSystem system) {
		this.span = span;
		this.system = system;
		this.scope = (context != null) ? context.makeCurrent() : Scope.noop();
	}

	boolean isRecording() {
		return this.span.isRecording();
	}

	void describe(Database database) {
		this.span.setAllAttributes(database.attributes());
	}

	void end() {
		end(null);
	}

	/**
	 * Ends the span of a call that failed.
	 * @param error what the driver threw
	 */
	void fail(Throwable error) {
		end(error);
	}

	private void end(Throwable error) {
		this.scope.close();
		try {
			if (error != null && this.span.isRecording()) {
				DbErrors.record(this.span, error, this.system);
			}
			this.span.end();
		}
		catch (RuntimeException | LinkageError ex) {
			JdbcHandler.logger.debug("A span is lost", ex);
		}
	}

}
