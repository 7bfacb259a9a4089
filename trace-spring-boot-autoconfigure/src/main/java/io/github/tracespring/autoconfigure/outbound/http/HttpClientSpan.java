// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.http;

import java.net.URI;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;

import io.github.tracespring.autoconfigure.core.span.HttpKeys;
import io.github.tracespring.autoconfigure.core.span.Numbers;
import io.github.tracespring.autoconfigure.core.span.SpanErrors;

/**
 * One request on the wire, from its headers to the response's. No method throws, whatever
 * a carrier, a propagator or a span processor does.
 */
public final class HttpClientSpan {

	private static final int FIRST_ERROR = 400;

	private static final ContextKey<HttpClientSpan> KEY = ContextKey.named("telemetry-http-client-span");

	private final Span span;

	private final Context context;

	private final TextMapPropagator propagator;

	private final String method;

	private final String path;

	private volatile boolean over;

	/**
	 * A request that has no span of its own.
	 */
	HttpClientSpan(Context context, TextMapPropagator propagator) {
		this.span = Span.getInvalid();
		this.context = context;
		this.propagator = propagator;
		this.method = null;
		this.path = null;
	}

	HttpClientSpan(Span span, Context parent, TextMapPropagator propagator, String method, URI uri) {
		this.span = span;
		this.context = parent.with(span).with(KEY, this);
		this.propagator = propagator;
		this.method = method;
		this.path = path(uri);
	}

	/**
	 * A span that does nothing, for a call that could not be understood.
	 * @param problem why
	 * @return a span in the current context
	 */
	public static HttpClientSpan none(Throwable problem) {
		HttpClientHandler.logger.debug("A call is not traced", problem);
		return new HttpClientSpan(Context.current(), TextMapPropagator.noop());
	}

	/**
	 * Whether a request that is about to be sent is one that has a span already, because
	 * the client that sends it is what another traced client is made of. The host is not
	 * compared: a load balancer may have replaced it in between.
	 */
	static boolean covers(Context context, String method, URI uri) {
		HttpClientSpan outer = context.get(KEY);
		return outer != null && !outer.over && outer.method.equals(method) && outer.path.equals(path(uri));
	}

	private static String path(URI uri) {
		String path = uri.getRawPath();
		return (path == null || path.isEmpty()) ? "/" : path;
	}

	/**
	 * The context that the request is sent in.
	 * @return the span's
	 */
	public Context context() {
		return this.context;
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
		this.over = true;
		try {
			if (status > 0) {
				this.span.setAttribute(HttpKeys.STATUS_CODE, Numbers.of(status));
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
