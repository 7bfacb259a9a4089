// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.annotation;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;

import io.github.tracespring.autoconfigure.core.span.SpanErrors;

/**
 * The span of one execution of a method, which ends once.
 *
 * @param context the context that the method runs in, holding the span
 */
record MethodSpan(Context context) {

	Scope makeCurrent() {
		return this.context.makeCurrent();
	}

	void end() {
		Span.fromContext(this.context).end();
	}

	void fail(Throwable error) {
		Throwable cause = (error instanceof CompletionException && error.getCause() != null) ? error.getCause() : error;
		if (cause instanceof CancellationException) {
			cancel();
			return;
		}
		try {
			SpanErrors.record(Span.fromContext(this.context), cause);
		}
		catch (RuntimeException | LinkageError ex) {
			// the exception can not be read; its own way goes on
		}
		finally {
			end();
		}
	}

	/** Whoever waits for the result needs no more of it, which is no error. */
	void cancel() {
		Span.fromContext(this.context).setAttribute("cancelled", true);
		end();
	}

}
