// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.observation;

import io.micrometer.observation.Observation;
import io.micrometer.tracing.CurrentTraceContext;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.handler.TracingObservationHandler;
import io.micrometer.tracing.handler.TracingObservationHandler.TracingContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;

import io.github.tracespring.autoconfigure.core.propagation.ObservedContext;

/**
 * Starts the span of an observation so that every context made inside it says so: the
 * bridge makes those from the context that is current at the start.
 */
final class MarkedSpan {

	private MarkedSpan() {
	}

	static void start(TracingObservationHandler<?> handler, Observation.Context context, Runnable onStart) {
		Context parent = Context.current();
		ObservedContext observed = ObservedContext.in(parent);
		try (Scope scope = observed.mark(parent).makeCurrent()) {
			onStart.run();
		}
		TracingContext tracing = context.get(TracingContext.class);
		Span span = (tracing != null) ? tracing.getSpan() : null;
		if (span != null) {
			CurrentTraceContext current = handler.getTracer().currentTraceContext();
			observed.attachTo(context, () -> {
				try (CurrentTraceContext.Scope scope = current.maybeScope(span.context())) {
					return Context.current();
				}
			});
		}
	}

}
