// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.http;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;

import io.github.tracespring.autoconfigure.core.span.HttpNames;

/**
 * The one server span of a request, from its arrival to its completed response; or, for a
 * request that is not traced, the context that keeps what it calls from being traced.
 */
public final class HttpServerSpan {

	private static final AtomicIntegerFieldUpdater<HttpServerSpan> OVER = AtomicIntegerFieldUpdater
		.newUpdater(HttpServerSpan.class, "over");

	private final Span span;

	private final Context context;

	private final String method;

	private volatile int over;

	HttpServerSpan(Span span, Context parent, String method) {
		this.span = span;
		this.context = parent.with(span);
		this.method = method;
	}

	/** A request that is not traced. */
	HttpServerSpan(Context context) {
		this.span = Span.fromContext(context);
		this.context = context;
		this.method = HttpNames.OTHER;
		this.over = 1;
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
		return this.span.getSpanContext();
	}

	/**
	 * Whether there is nothing left to do: the request is not traced, or its span ended.
	 * @return whether the span is over
	 */
	public boolean isOver() {
		return this.over != 0;
	}

	/**
	 * Whether anything is kept of the request, so that it need be described.
	 * @return whether the span is recorded
	 */
	public boolean isRecorded() {
		return this.span.isRecording();
	}

	Span span() {
		return this.span;
	}

	String method() {
		return this.method;
	}

	/** Whether this call is the one that ends the span. */
	boolean end() {
		return OVER.compareAndSet(this, 0, 1);
	}

}
