// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler;
import io.micrometer.tracing.propagation.Propagator;

/**
 * Makes a span of a message that is received, unless that has one already.
 */
@SuppressWarnings("rawtypes")
final class ReceiverObservationHandler extends PropagatingReceiverTracingObservationHandler<ReceiverContext> {

	private final NativeObservations natives;

	ReceiverObservationHandler(Tracer tracer, Propagator propagator, NativeObservations natives) {
		super(tracer, propagator);
		this.natives = natives;
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return super.supportsContext(context) && !this.natives.include(context);
	}

	@Override
	public void onStart(ReceiverContext context) {
		MarkedSpan.start(this, context, () -> super.onStart(context));
	}

}
