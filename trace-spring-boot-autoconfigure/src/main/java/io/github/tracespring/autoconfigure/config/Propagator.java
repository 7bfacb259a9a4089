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
	BAGGAGE,

	/** Zipkin's B3 in one header: {@code b3}. */
	B3,

	/** Zipkin's B3 in several headers: {@code X-B3-TraceId} and its like. */
	B3MULTI,

	/**
	 * Jaeger's own: {@code uber-trace-id}, and {@code uberctx-*} for each entry of
	 * baggage.
	 */
	JAEGER;

	/**
	 * The name as it is written in configuration and in {@code OTEL_PROPAGATORS}.
	 * @return the lower-case name
	 */
	public String key() {
		return name().toLowerCase(Locale.ROOT);
	}

}
