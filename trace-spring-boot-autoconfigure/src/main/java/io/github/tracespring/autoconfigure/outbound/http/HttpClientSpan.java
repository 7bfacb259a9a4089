// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.http;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;

import io.github.tracespring.autoconfigure.core.span.HttpKeys;
import io.github.tracespring.autoconfigure.core.span.SpanErrors;

/**
 * One request on the wire, from its headers to the response's. No method throws, whatever
 * a carrier, a propagator or a span processor does.
 */
public final class HttpClientSpan {

	private static final int FIRST_ERROR = 400;

	private final Span span;

	private final Context context;

	private final TextMapPropagator propagator;

	HttpClientSpan(Span span, Context context, TextMapPropagator propagator) {
		this.span = span;
		this.context = context;
		this.propagator = propagator;
	}

	/**
	 * A span that does nothing, for a call that could not be understood.
	 * @param problem why
	 * @return a span in the current context
	 */
	public static HttpClientSpan none(Throwable problem) {
		HttpClientHandler.logger.debug("A call is not traced", problem);
		return new HttpClientSpan(Span.getInvalid(), Context.current(), TextMapPropagator.noop());
	}

	/**
	 * Writes the context into headers, also where the span is not sampled.
	 * @param <C> the headers' type
	 * @param carrier the headers
	 * @param setter sets one header, in place of what it had
	 */
	public <C> void inject(C carrier, TextMapSetter<C> setter) {
		try {
			this.propagator.inject(this.context, carrier, setter);
		}
		catch (RuntimeException | LinkageError ex) {
			HttpClientHandler.logger.debug("The context is not propagated", ex);
		}
	}

	/**
	 * Makes the span current on this thread.
	 * @return what ends that, on the same thread
	 */
	public Scope makeCurrent() {
		return this.context.makeCurrent();
	}

	/**
	 * Ends the span with the response's status.
	 * @param status the status code, or 0 if there was no response, and no error either
	 */
	public void end(int status) {
		end(status, null, (status >= FIRST_ERROR) ? String.valueOf(status) : null);
	}

	/**
	 * Ends the span of a request that failed without a response.
	 * @param error what the client threw
	 */
	public void fail(Throwable error) {
		end(0, error, null);
	}

	/**
	 * Ends the span of a request that the caller gave up before there was a response.
	 */
	public void cancel() {
		end(0, null, "cancelled");
	}

	private void end(int status, Throwable error, String errorType) {
		try {
			if (status > 0) {
				this.span.setAttribute(HttpKeys.STATUS_CODE, (long) status);
			}
			if (error != null) {
				SpanErrors.record(this.span, error);
			}
			else if (errorType != null) {
				SpanErrors.record(this.span, errorType);
			}
			this.span.end();
		}
		catch (RuntimeException | LinkageError ex) {
			HttpClientHandler.logger.debug("A span is lost", ex);
		}
	}

}
