// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.propagation;

import java.util.List;

import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.extension.trace.propagation.B3Propagator;
import io.opentelemetry.extension.trace.propagation.JaegerPropagator;

import io.github.tracespring.autoconfigure.config.Propagator;

/**
 * Makes the propagators that translate between headers and context.
 */
public final class Propagation {

	private Propagation() {
	}

	/**
	 * Makes the propagators in force.
	 * @param extract the header formats that are read, in order
	 * @param inject the header formats that are written, in order
	 * @return propagators that speak them
	 */
	public static ContextPropagators of(List<Propagator> extract, List<Propagator> inject) {
		return ContextPropagators.create(new FormatsPropagator(propagators(extract), propagators(inject)));
	}

	private static TextMapPropagator[] propagators(List<Propagator> formats) {
		return formats.stream().map(Propagation::propagator).toArray(TextMapPropagator[]::new);
	}

	@SuppressWarnings("deprecation")
	private static TextMapPropagator propagator(Propagator propagator) {
		return switch (propagator) {
			case TRACECONTEXT -> W3CTraceContextPropagator.getInstance();
			case BAGGAGE -> W3CBaggagePropagator.getInstance();
			case B3 -> B3Propagator.injectingSingleHeader();
			case B3MULTI -> B3Propagator.injectingMultiHeaders();
			case JAEGER -> JaegerPropagator.getInstance();
		};
	}

}
