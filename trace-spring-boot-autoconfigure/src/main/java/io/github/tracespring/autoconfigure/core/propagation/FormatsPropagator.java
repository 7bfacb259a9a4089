// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.propagation;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;

/**
 * Speaks several header formats: writes all that it is told to, and reads the trace from
 * the first that has one.
 */
final class FormatsPropagator implements TextMapPropagator {

	private final TextMapPropagator[] extract;

	private final TextMapPropagator[] inject;

	private final List<String> fields;

	FormatsPropagator(TextMapPropagator[] extract, TextMapPropagator[] inject) {
		this.extract = extract;
		this.inject = inject;
		this.fields = Stream.of(inject).map(TextMapPropagator::fields).flatMap(Collection::stream).distinct().toList();
	}

	/** What is written, as the specification has it. */
	@Override
	public Collection<String> fields() {
		return this.fields;
	}

	@Override
	public <C> void inject(Context context, C carrier, TextMapSetter<C> setter) {
		for (TextMapPropagator format : this.inject) {
			format.inject(context, carrier, setter);
		}
	}

	@Override
	public <C> Context extract(Context context, C carrier, TextMapGetter<C> getter) {
		Context extracted = context;
		for (TextMapPropagator format : this.extract) {
			extracted = format.extract(extracted, carrier, getter);
		}
		return extracted;
	}

	@Override
	public String toString() {
		return "FormatsPropagator" + this.fields;
	}

}
