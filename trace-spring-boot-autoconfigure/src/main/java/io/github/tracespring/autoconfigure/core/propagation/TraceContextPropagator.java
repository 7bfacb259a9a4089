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
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;

import io.github.tracespring.autoconfigure.config.Propagator;

/**
 * W3C Trace Context, level 2 and with it level 1: {@code traceparent} and
 * {@code tracestate}. What is not valid is as if it were not there.
 *
 * @see <a href="https://www.w3.org/TR/trace-context-2/">W3C Trace Context, level 2</a>
 */
final class TraceContextPropagator implements TextMapPropagator {

	static final String PARENT = "traceparent";

	static final String STATE = "tracestate";

	/** The flags that are defined: sampled, and a trace id that is random. */
	private static final int FLAGS = 0x03;

	private static final int SAMPLED = 0x01;

	private static final int RANDOM = 0x02;

	/** The trace whose id came in as random: older SDKs (1.49, 1.55) forget that. */
	private static final ContextKey<String> RANDOM_TRACE = ContextKey.named("telemetry-random-trace");

	private static final int TRACE_ID = 3;

	private static final int SPAN_ID = TRACE_ID + 33;

	private static final int TRACE_FLAGS = SPAN_ID + 17;

	/** Of version 00, and the least of later ones. */
	private static final int LENGTH = TRACE_FLAGS + 2;

	private final MalformedHeaders malformed;

	TraceContextPropagator(MalformedHeaders malformed) {
		this.malformed = malformed;
	}

	@Override
	public Collection<String> fields() {
		return List.of(PARENT, STATE);
	}

	@Override
	public <C> void inject(Context context, C carrier, TextMapSetter<C> setter) {
		SpanContext span = Span.fromContext(context).getSpanContext();
		if (!span.isValid()) {
			return;
		}
		int flags = span.getTraceFlags().asByte() & FLAGS;
		if (span.getTraceId().equals(context.get(RANDOM_TRACE))) {
			flags |= RANDOM;
		}
		setter.set(carrier, PARENT, "00-" + span.getTraceId() + '-' + span.getSpanId() + "-0" + flags);
		TraceState state = span.getTraceState();
		if (!state.isEmpty()) {
			setter.set(carrier, STATE, ListTraceState.header(state));
		}
	}

	@Override
	public <C> Context extract(Context context, C carrier, TextMapGetter<C> getter) {
		String parent = getter.get(carrier, PARENT);
		if (parent == null) {
			return context;
		}
		parent = Ows.strip(parent);
		if (!isWellFormed(parent)) {
			this.malformed.add(Propagator.TRACECONTEXT);
			return context;
		}
		String traceId = parent.substring(TRACE_ID, SPAN_ID - 1);
		String spanId = parent.substring(SPAN_ID, TRACE_FLAGS - 1);
		// of a later version nothing is known but the bit that this one has as well
		int known = parent.startsWith("00") ? FLAGS : SAMPLED;
		int flags = Integer.parseInt(parent, TRACE_FLAGS, LENGTH, 16) & known;
		SpanContext span = SpanContext.createFromRemoteParent(traceId, spanId, TraceFlags.fromByte((byte) flags),
				ListTraceState.parse(getter.get(carrier, STATE), this.malformed));
		if (!span.isValid()) {
			this.malformed.add(Propagator.TRACECONTEXT);
			return context;
		}
		Context extracted = context.with(Span.wrap(span));
		return ((flags & RANDOM) != 0) ? extracted.with(RANDOM_TRACE, traceId) : extracted;
	}

	/**
	 * Section 3.2.2 for version 00, and 3.2.4 for the ones to come. Whether the ids are
	 * valid is for their context to say, which looks at each digit anyway.
	 */
	private static boolean isWellFormed(String parent) {
		if (parent.length() < LENGTH || parent.charAt(TRACE_ID - 1) != '-' || parent.charAt(SPAN_ID - 1) != '-'
				|| parent.charAt(TRACE_FLAGS - 1) != '-') {
			return false;
		}
		boolean hex = HexIds.isLowerHex(parent, 0, TRACE_ID - 1) && HexIds.isLowerHex(parent, TRACE_FLAGS, LENGTH);
		if (!hex || parent.startsWith("ff")) {
			return false;
		}
		return parent.length() == LENGTH || (!parent.startsWith("00") && parent.charAt(LENGTH) == '-');
	}

	@Override
	public String toString() {
		return "TraceContextPropagator";
	}

}
