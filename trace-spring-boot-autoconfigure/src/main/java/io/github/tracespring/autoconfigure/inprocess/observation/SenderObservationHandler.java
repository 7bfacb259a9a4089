// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.transport.SenderContext;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import io.micrometer.tracing.propagation.Propagator;

/**
 * Makes a span of a message that is sent, unless that has one already.
 */
@SuppressWarnings("rawtypes")
final class SenderObservationHandler extends PropagatingSenderTracingObservationHandler<SenderContext> {

	private final NativeObservations natives;

	SenderObservationHandler(Tracer tracer, Propagator propagator, NativeObservations natives) {
		super(tracer, propagator);
		this.natives = natives;
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return super.supportsContext(context) && !this.natives.include(context);
	}

	@Override
	public void onStart(SenderContext context) {
		MarkedSpan.start(this, context, () -> super.onStart(context));
	}

}
