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
 * What a caller said of sampling beyond the flag of a parent: a decision without a
 * parent, or a parent without a decision. It is for the first span alone; what is below
 * has that for a parent.
 */
public enum CallerSampling {

	/** To be recorded, by whatever trace it will be. */
	ACCEPTED,

	/** Not to be recorded. */
	DENIED,

	/** For the callee to decide, by the trace's id. */
	DEFERRED;

	private static final ContextKey<CallerSampling> KEY = ContextKey.named("telemetry-caller-sampling");

	/**
	 * Notes a decision that came without ids.
	 * @param context the context, without a parent
	 * @param sampled whether to record
	 * @return the context with the decision
	 */
	public static Context decided(Context context, boolean sampled) {
		return context.with(KEY, sampled ? ACCEPTED : DENIED);
	}

	/**
	 * Notes that the caller has not decided.
	 * @param context the context with the parent
	 * @return the context that says so
	 */
	public static Context deferred(Context context) {
		return context.with(KEY, DEFERRED);
	}

	/**
	 * Makes the context that a sampler sees what the caller meant: a parent with the
	 * flag, or none.
	 * @param context the context of a span that is about to start
	 * @param traceId the span's trace
	 * @return the context for the sampler
	 */
	static Context forSampler(Context context, String traceId) {
		CallerSampling said = context.get(KEY);
		if (said == null) {
			return context;
		}
		SpanContext parent = Span.fromContext(context).getSpanContext();
		if (parent.isValid() != (said == DEFERRED) || (said == DEFERRED && !parent.isRemote())) {
			return context;
		}
		if (said == DEFERRED) {
			return context.with(Span.getInvalid());
		}
		TraceFlags flags = (said == ACCEPTED) ? TraceFlags.getSampled() : TraceFlags.getDefault();
		return context.with(Span.wrap(SpanContext.createFromRemoteParent(traceId, IdGenerator.random().generateSpanId(),
				flags, TraceState.getDefault())));
	}

}
