// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.propagation;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;

import io.github.tracespring.autoconfigure.core.sampling.CallerSampling;

/**
 * What both forms of B3 have in common: ids of 64 or 128 bits, and a sampling decision
 * that may come without them, or not be made yet.
 *
 * @see <a href="https://github.com/openzipkin/b3-propagation">B3 propagation</a>
 */
final class B3 {

	private static final ContextKey<Boolean> DEBUG = ContextKey.named("telemetry-b3-debug");

	private B3() {
	}

	/** What a caller says of sampling. */
	enum State {

		/** It leaves that to us. */
		DEFER,

		/** Not recorded. */
		DENY,

		/** Recorded. */
		ACCEPT,

		/** Recorded, whatever any sampler says. */
		DEBUG

	}

	/**
	 * Puts what was read into a context.
	 * @param context the context
	 * @param trace the trace's id as it was written, or {@code null}
	 * @param span the span's id as it was written, or {@code null}
	 * @param state what is said of sampling
	 * @return the context with all that is valid, or the context itself if nothing is
	 */
	static Context extract(Context context, String trace, String span, State state) {
		Context extracted = (state == State.DEBUG) ? context.with(DEBUG, Boolean.TRUE) : context;
		boolean sampled = state == State.ACCEPT || state == State.DEBUG;
		if (trace == null && span == null) {
			return (state != State.DEFER) ? CallerSampling.decided(extracted, sampled) : context;
		}
		String traceId = isLength(trace) ? HexIds.pad(trace, HexIds.TRACE) : null;
		String spanId = (span != null && span.length() == HexIds.SPAN) ? HexIds.pad(span, HexIds.SPAN) : null;
		if (traceId == null || spanId == null) {
			return context;
		}
		TraceFlags flags = sampled ? TraceFlags.getSampled() : TraceFlags.getDefault();
		extracted = extracted
			.with(Span.wrap(SpanContext.createFromRemoteParent(traceId, spanId, flags, TraceState.getDefault())));
		return (state == State.DEFER) ? CallerSampling.deferred(extracted) : extracted;
	}

	private static boolean isLength(String trace) {
		return trace != null && (trace.length() == HexIds.TRACE || trace.length() == HexIds.SPAN);
	}

	/** What is to be written of sampling, for a span that is valid. */
	static State state(Context context, SpanContext span) {
		if (!span.isSampled()) {
			return State.DENY;
		}
		return (context.get(DEBUG) != null) ? State.DEBUG : State.ACCEPT;
	}

}
