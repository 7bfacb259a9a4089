// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.propagation;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.BaggageBuilder;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;

/**
 * A header format of baggage, which several may be read of.
 */
interface BaggageFormat extends TextMapPropagator {

	/** What any platform must be able to pass on, and all that is passed on here. */
	int MAX_MEMBERS = 64;

	/** Likewise, in bytes. */
	int MAX_LENGTH = 8192;

	/**
	 * Adds the entries that the headers hold.
	 * @param <C> the type of the carrier
	 * @param builder what was found so far, or {@code null} if nothing was
	 * @param carrier what the headers are in
	 * @param getter what reads them
	 * @return the builder, or {@code null} if there is still nothing
	 */
	<C> BaggageBuilder read(BaggageBuilder builder, C carrier, TextMapGetter<C> getter);

	@Override
	default <C> Context extract(Context context, C carrier, TextMapGetter<C> getter) {
		BaggageBuilder found = read(null, carrier, getter);
		return (found != null) ? context.with(found.build()) : context;
	}

	/** Makes a builder only once it is needed. */
	static BaggageBuilder orNew(BaggageBuilder builder) {
		return (builder != null) ? builder : Baggage.builder();
	}

}
