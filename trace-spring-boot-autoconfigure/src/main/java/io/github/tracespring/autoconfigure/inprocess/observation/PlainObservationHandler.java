// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.observation.transport.SenderContext;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;

/**
 * Makes a span of whatever no other handler makes one of. It says so itself, because
 * without Boot's auto-configuration of Micrometer Tracing nobody sees to it that only one
 * handler is asked.
 */
final class PlainObservationHandler extends DefaultTracingObservationHandler {

	private final NativeObservations natives;

	PlainObservationHandler(Tracer tracer, NativeObservations natives) {
		super(tracer);
		this.natives = natives;
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return super.supportsContext(context) && !(context instanceof SenderContext)
				&& !(context instanceof ReceiverContext) && !this.natives.include(context);
	}

	@Override
	public void onStart(Observation.Context context) {
		MarkedSpan.start(this, context, () -> super.onStart(context));
	}

}
