// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.propagation;

/**
 * Where a Reactor context holds the OpenTelemetry context that a reactive chain runs in.
 * <pre>
 * Span span = tracer.spanBuilder("price").startSpan();
 * return prices.find(id)
 *     .doFinally((signal) -&gt; span.end())
 *     .contextWrite((reactor) -&gt; reactor.put(ReactiveContext.KEY, Context.current().with(span)));
 * </pre>
 */
public final class ReactiveContext {

	/** The key of an {@link io.opentelemetry.context.Context}. */
	public static final String KEY = "io.opentelemetry.context.Context";

	private ReactiveContext() {
	}

}
