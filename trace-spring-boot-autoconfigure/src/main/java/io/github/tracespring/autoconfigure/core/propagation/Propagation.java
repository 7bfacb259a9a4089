// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.propagation;

import java.util.List;

import io.opentelemetry.context.propagation.ContextPropagators;

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
	 * @param malformed counts what could not be read
	 * @return propagators that speak them
	 */
	public static ContextPropagators of(List<Propagator> extract, List<Propagator> inject, MalformedHeaders malformed) {
		return ContextPropagators.create(new FormatsPropagator(extract, inject, malformed));
	}

}
