// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.opentracing;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.opentracingshim.OpenTracingShim;
import io.opentracing.Scope;
import io.opentracing.ScopeManager;
import io.opentracing.Span;
import io.opentracing.SpanContext;
import io.opentracing.Tracer;
import io.opentracing.propagation.Format;

/**
 * OpenTelemetry's OpenTracing shim, with what it leaves out where both kinds of code meet
 * in one process: a baggage item reaches all that runs inside the span that it is set on,
 * a span with references keeps the rest of the context, and a kind is a kind.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otel/compatibility/opentracing/">
 * OpenTracing Compatibility</a>
 */
final class OpenTracingTracer implements Tracer, ScopeManager {

	private final Tracer shim;

	OpenTracingTracer(OpenTelemetry openTelemetry) {
		TextMapPropagator propagator = openTelemetry.getPropagators().getTextMapPropagator();
		this.shim = OpenTracingShim.createTracerShim(new ShimTracerProvider(openTelemetry.getTracerProvider()),
				propagator, propagator);
	}

	@Override
	public SpanBuilder buildSpan(String operationName) {
		return new OpenTracingSpanBuilder(this.shim.buildSpan(operationName));
	}

	@Override
	public ScopeManager scopeManager() {
		return this;
	}

	@Override
	public Span activeSpan() {
		return this.shim.activeSpan();
	}

	@Override
	public Scope activateSpan(Span span) {
		return activate(span);
	}

	@Override
	public Scope activate(Span span) {
		Context context = shimContext(span);
		if (span != null) {
			context = context.with(new SpanBaggage(span, Baggage.fromContext(context)));
		}
		io.opentelemetry.context.Scope scope = context.makeCurrent();
		return scope::close;
	}

	/** The context that the shim would make current. */
	private Context shimContext(Span span) {
		try (Scope scope = this.shim.activateSpan(span)) {
			return Context.current();
		}
	}

	@Override
	public <C> void inject(SpanContext spanContext, Format<C> format, C carrier) {
		this.shim.inject(spanContext, format, carrier);
	}

	@Override
	public <C> SpanContext extract(Format<C> format, C carrier) {
		return this.shim.extract(format, carrier);
	}

	/**
	 * Does nothing. The shim would shut the SDK down for all; that is for the application
	 * context to do, and code for OpenTracing closes tracers that it was given.
	 */
	@Override
	public void close() {
	}

}
