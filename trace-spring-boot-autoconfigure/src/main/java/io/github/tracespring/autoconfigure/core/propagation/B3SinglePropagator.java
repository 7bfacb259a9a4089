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
 * B3 in one header: {@code b3: trace-span-sampling-parent}, of which the last one or two
 * may be absent, or {@code b3: sampling}.
 *
 * @see <a href="https://github.com/openzipkin/b3-propagation#single-header">B3
 * propagation, single header</a>
 */
final class B3SinglePropagator implements TextMapPropagator {

	private static final String HEADER = "b3";

	private static final int MAX_PARTS = 4;

	private final MalformedHeaders malformed;

	B3SinglePropagator(MalformedHeaders malformed) {
		this.malformed = malformed;
	}

	@Override
	public Collection<String> fields() {
		return List.of(HEADER);
	}

	@Override
	public <C> void inject(Context context, C carrier, TextMapSetter<C> setter) {
		SpanContext span = Span.fromContext(context).getSpanContext();
		if (span.isValid()) {
			char sampling = switch (B3.state(context, span)) {
				case DEBUG -> 'd';
				case ACCEPT -> '1';
				case DENY, DEFER -> '0';
			};
			setter.set(carrier, HEADER, span.getTraceId() + '-' + span.getSpanId() + '-' + sampling);
		}
	}

	@Override
	public <C> Context extract(Context context, C carrier, TextMapGetter<C> getter) {
		String header = getter.get(carrier, HEADER);
		if (header == null) {
			return context;
		}
		Context extracted = read(context, Ows.strip(header).split("-", MAX_PARTS + 1));
		if (extracted == context) {
			this.malformed.add(Propagator.B3);
		}
		return extracted;
	}

	private static Context read(Context context, String[] parts) {
		if (parts.length > MAX_PARTS) {
			return context;
		}
		boolean ids = parts.length > 1;
		B3.State state = (parts.length != 2) ? state(parts[ids ? 2 : 0]) : B3.State.DEFER;
		if (state == null) {
			return context;
		}
		return B3.extract(context, ids ? parts[0] : null, ids ? parts[1] : null, state);
	}

	private static B3.State state(String sampling) {
		return switch (sampling) {
			case "0" -> B3.State.DENY;
			case "1" -> B3.State.ACCEPT;
			case "d" -> B3.State.DEBUG;
			default -> null;
		};
	}

	@Override
	public String toString() {
		return "B3SinglePropagator";
	}

}
