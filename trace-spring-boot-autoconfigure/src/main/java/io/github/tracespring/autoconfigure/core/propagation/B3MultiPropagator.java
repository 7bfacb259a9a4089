// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.propagation;

import java.util.Collection;
import java.util.List;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;

import io.github.tracespring.autoconfigure.config.Propagator;

/**
 * B3 in several headers: {@code X-B3-TraceId} and its like.
 *
 * @see <a href="https://github.com/openzipkin/b3-propagation#multiple-headers">B3
 * propagation, multiple headers</a>
 */
final class B3MultiPropagator implements TextMapPropagator {

	private static final String TRACE_ID = "X-B3-TraceId";

	private static final String SPAN_ID = "X-B3-SpanId";

	private static final String SAMPLED = "X-B3-Sampled";

	private static final String FLAGS = "X-B3-Flags";

	private final MalformedHeaders malformed;

	B3MultiPropagator(MalformedHeaders malformed) {
		this.malformed = malformed;
	}

	@Override
	public Collection<String> fields() {
		return List.of(TRACE_ID, SPAN_ID, SAMPLED, FLAGS);
	}

	@Override
	public <C> void inject(Context context, C carrier, TextMapSetter<C> setter) {
		SpanContext span = Span.fromContext(context).getSpanContext();
		if (span.isValid()) {
			setter.set(carrier, TRACE_ID, span.getTraceId());
			setter.set(carrier, SPAN_ID, span.getSpanId());
			switch (B3.state(context, span)) {
				// it implies the decision, which must not be sent as well
				case DEBUG -> setter.set(carrier, FLAGS, "1");
				case ACCEPT -> setter.set(carrier, SAMPLED, "1");
				case DENY, DEFER -> setter.set(carrier, SAMPLED, "0");
			}
		}
	}

	@Override
	public <C> Context extract(Context context, C carrier, TextMapGetter<C> getter) {
		String trace = stripped(carrier, getter, TRACE_ID);
		String span = stripped(carrier, getter, SPAN_ID);
		String sampled = stripped(carrier, getter, SAMPLED);
		Context extracted = B3.extract(context, trace, span, state(stripped(carrier, getter, FLAGS), sampled));
		if (extracted == context && (trace != null || span != null || sampled != null)) {
			this.malformed.add(Propagator.B3MULTI);
		}
		return extracted;
	}

	private static B3.State state(String flags, String sampled) {
		if ("1".equals(flags)) {
			return B3.State.DEBUG;
		}
		if (sampled == null) {
			return B3.State.DEFER;
		}
		return switch (sampled) {
			// the words are from before there was a specification
			case "1", "true" -> B3.State.ACCEPT;
			case "0", "false" -> B3.State.DENY;
			default -> B3.State.DEFER;
		};
	}

	private static <C> String stripped(C carrier, TextMapGetter<C> getter, String name) {
		String value = getter.get(carrier, name);
		return (value != null) ? Ows.strip(value) : null;
	}

	@Override
	public String toString() {
		return "B3MultiPropagator";
	}

}
