// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.propagation;

import java.util.Collection;
import java.util.List;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;

import io.github.tracespring.autoconfigure.config.Propagator;

/**
 * The trace as Jaeger's clients write it: {@code uber-trace-id: trace:span:parent:flags}.
 * Ids may lack their leading zeros, the whole may be percent-encoded.
 *
 * @see <a href=
 * "https://www.jaegertracing.io/docs/1.76/client-libraries/#trace-span-identity">Jaeger,
 * propagation format</a>
 */
final class JaegerTracePropagator implements TextMapPropagator {

	static final String HEADER = "uber-trace-id";

	private static final int PARTS = 4;

	/** Sampled, or to be recorded whatever any sampler says. */
	private static final int SAMPLED = 0x01 | 0x02;

	private final MalformedHeaders malformed;

	JaegerTracePropagator(MalformedHeaders malformed) {
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
			setter.set(carrier, HEADER,
					span.getTraceId() + ':' + span.getSpanId() + ":0:" + (span.isSampled() ? '1' : '0'));
		}
	}

	@Override
	public <C> Context extract(Context context, C carrier, TextMapGetter<C> getter) {
		String header = getter.get(carrier, HEADER);
		if (header == null) {
			return context;
		}
		Context extracted = read(context, PercentCodec.decode(Ows.strip(header)).split(":", PARTS + 1));
		if (extracted == context) {
			this.malformed.add(Propagator.JAEGER);
		}
		return extracted;
	}

	private static Context read(Context context, String[] parts) {
		if (parts.length != PARTS) {
			return context;
		}
		String traceId = HexIds.pad(parts[0], HexIds.TRACE);
		String spanId = HexIds.pad(parts[1], HexIds.SPAN);
		int flags = flags(parts[PARTS - 1]);
		if (traceId == null || spanId == null || flags < 0) {
			return context;
		}
		return context.with(Span.wrap(SpanContext.createFromRemoteParent(traceId, spanId,
				((flags & SAMPLED) != 0) ? TraceFlags.getSampled() : TraceFlags.getDefault(),
				TraceState.getDefault())));
	}

	/** One byte, of one or two digits; negative if it is none. */
	private static int flags(String text) {
		if (text.isEmpty() || text.length() > 2 || Character.digit(text.charAt(0), 16) < 0
				|| Character.digit(text.charAt(text.length() - 1), 16) < 0) {
			return -1;
		}
		return Integer.parseInt(text, 16);
	}

	@Override
	public String toString() {
		return "JaegerTracePropagator";
	}

}
