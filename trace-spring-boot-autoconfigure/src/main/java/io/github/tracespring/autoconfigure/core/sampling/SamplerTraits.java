// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.sampling;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;

/**
 * What is known of the sampler in force, so that spans which it is going to drop need not
 * be described.
 *
 * @param readsAttributes whether it may decide by attributes, as a user's own may: they
 * have to be there before it is asked
 * @param followsParent whether it decides as the parent did, if there is one
 */
public record SamplerTraits(boolean readsAttributes, boolean followsParent) {

	/** Of a sampler that nothing is known of. */
	public static final SamplerTraits UNKNOWN = new SamplerTraits(true, false);

	/**
	 * Whether the span of a call from within this application is going to be dropped.
	 * @param parent the context of the caller
	 * @return whether that is certain
	 */
	public boolean drops(Context parent) {
		SpanContext caller = Span.fromContext(parent).getSpanContext();
		return this.followsParent && caller.isValid() && !caller.isRemote() && !caller.isSampled();
	}

}
