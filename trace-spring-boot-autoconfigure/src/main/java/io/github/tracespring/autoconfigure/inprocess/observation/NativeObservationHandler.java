// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.transport.SenderContext;
import io.micrometer.tracing.CurrentTraceContext;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.TracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelTraceContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapSetter;

import io.github.tracespring.autoconfigure.core.propagation.InjectHosts;
import io.github.tracespring.autoconfigure.core.propagation.ObservedContext;

/**
 * Makes no span of an observation whose work has one already, and has the observations
 * inside it be children of the span that was current. It can not just be left out: Boot's
 * metrics ask every observation for its span.
 */
final class NativeObservationHandler implements TracingObservationHandler<Observation.Context> {

	private final Tracer tracer;

	private final ContextPropagators propagators;

	private final InjectHosts hosts;

	private final NativeObservations natives;

	NativeObservationHandler(Tracer tracer, ContextPropagators propagators, InjectHosts hosts,
			NativeObservations natives) {
		this.tracer = tracer;
		this.propagators = propagators;
		this.hosts = hosts;
		this.natives = natives;
	}

	@Override
	public Tracer getTracer() {
		return this.tracer;
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return this.natives.include(context);
	}

	@Override
	public void onStart(Observation.Context context) {
		Span parent = getParentSpan(context);
		Span span = (parent != null) ? parent : this.tracer.currentSpan();
		Context current = Context.current();
		if (parent != null) {
			current = OtelTraceContext.toOtelContext(parent.context());
		}
		getTracingContext(context).setSpan(span);
		ObservedContext observed = ObservedContext.in(current);
		Context marked = observed.mark(current);
		observed.attachTo(context, () -> marked);
		if (context instanceof SenderContext<?> sender && this.hosts.isForAll()) {
			inject(marked, sender);
		}
	}

	/**
	 * For a client that only Micrometer instruments, so that its trace is not broken.
	 * What makes the client span replaces these headers; it alone knows the host, so
	 * there are none where that matters.
	 */
	private <C> void inject(Context context, SenderContext<C> sender) {
		C carrier = sender.getCarrier();
		if (carrier != null) {
			TextMapSetter<C> setter = sender.getSetter()::set;
			this.propagators.getTextMapPropagator().inject(context, carrier, setter);
		}
	}

	@Override
	public void onScopeOpened(Observation.Context context) {
		ObservedContext observed = context.get(ObservedContext.class);
		if (observed != null) {
			TracingContext tracing = getTracingContext(context);
			CurrentTraceContext.Scope previous = tracing.getScope();
			Scope scope = observed.context().makeCurrent();
			tracing.setScope(() -> {
				scope.close();
				tracing.setScope(previous);
			});
		}
	}

	@Override
	public void onEvent(Observation.Event event, Observation.Context context) {
		// what is observed has a span of its own
	}

	@Override
	public void onError(Observation.Context context) {
		// likewise
	}

}
