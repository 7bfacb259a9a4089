// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.opentracing;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;

/**
 * What the shim makes spans with.
 *
 * @param delegate the SDK's
 */
record ShimTracerProvider(TracerProvider delegate) implements TracerProvider {

	@Override
	public Tracer get(String name) {
		return tracer(this.delegate.get(name));
	}

	@Override
	public Tracer get(String name, String version) {
		return tracer(this.delegate.get(name, version));
	}

	private static Tracer tracer(Tracer tracer) {
		return (spanName) -> new ShimSpanBuilder(tracer.spanBuilder(spanName));
	}

}
