// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.http;

import java.util.concurrent.atomic.AtomicBoolean;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;

/**
 * The one server span of a request, from its arrival to its completed response; or, for a
 * request that is not traced, the context that keeps what it calls from being traced.
 */
public final class HttpServerSpan {

	private final Context context;

	private final String method;

	private final AtomicBoolean ended;

	HttpServerSpan(Context context, String method, boolean ignored) {
		this.context = context;
		this.method = method;
		this.ended = new AtomicBoolean(ignored);
	}

	/**
	 * The context that the request is handled in.
	 * @return the context, holding the span
	 */
	public Context context() {
		return this.context;
	}

	/**
	 * The ids of the span.
	 * @return the span's context
	 */
	public SpanContext spanContext() {
		return Span.fromContext(this.context).getSpanContext();
	}

	/**
	 * Whether there is nothing left to do: the request is not traced, or its span ended.
	 * @return whether the span is over
	 */
	public boolean isOver() {
		return this.ended.get();
	}

	String method() {
		return this.method;
	}

	/** Whether this call is the one that ends the span. */
	boolean end() {
		return this.ended.compareAndSet(false, true);
	}

}
