// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.config;

import java.util.Locale;

/**
 * A header format that carries the context between services.
 */
public enum Propagator {

	/** W3C Trace Context: {@code traceparent} and {@code tracestate}. */
	TRACECONTEXT,

	/** W3C Baggage: {@code baggage}. */
	BAGGAGE;

	/**
	 * The name as it is written in configuration and in {@code OTEL_PROPAGATORS}.
	 * @return the lower-case name
	 */
	public String key() {
		return name().toLowerCase(Locale.ROOT);
	}

}
