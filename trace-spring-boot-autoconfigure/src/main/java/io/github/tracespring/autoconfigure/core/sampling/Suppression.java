// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.sampling;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.sdk.trace.IdGenerator;

/**
 * Work that is deliberately not traced, with all that it calls: no span is recorded below
 * it here, and the services it calls are told not to record.
 */
public final class Suppression {

	private static final ContextKey<Boolean> KEY = ContextKey.named("telemetry-suppressed");

	/** Of the trace flags, the one that is not the trace id's but the caller's. */
	private static final int SAMPLED = 0x01;

	private Suppression() {
	}

	/**
	 * Marks what runs in the returned context as not to be traced.
	 * @param parent the context so far; a trace in it goes on, not sampled
	 * @return the context to run in
	 */
	public static Context suppress(Context parent) {
		SpanContext caller = Span.fromContext(parent).getSpanContext();
		String traceId = caller.isValid() ? caller.getTraceId() : IdGenerator.random().generateTraceId();
		// with the flag the parent's id must change (Trace Context 3.4)
		boolean unchanged = caller.isValid() && !caller.isSampled();
		String spanId = unchanged ? caller.getSpanId() : IdGenerator.random().generateSpanId();
		TraceState state = caller.getTraceState();
		TraceFlags flags = TraceFlags.fromByte((byte) (caller.getTraceFlags().asByte() & ~SAMPLED));
		Span unsampled = Span.wrap(SpanContext.create(traceId, spanId, flags, state));
		return parent.with(unsampled).with(KEY, Boolean.TRUE);
	}

	/**
	 * Whether what runs in a context is not to be traced.
	 * @param context the context
	 * @return whether {@link #suppress} made it or one that it comes from
	 */
	public static boolean isSuppressed(Context context) {
		return context.get(KEY) != null;
	}

}
