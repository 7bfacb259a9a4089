// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.propagation;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

import io.opentelemetry.api.baggage.BaggageBuilder;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;

import io.github.tracespring.autoconfigure.config.Propagator;

/**
 * Speaks several header formats: writes all that it is told to, and reads the trace from
 * the first that has one, baggage from each that has some. Where no header is there
 * nothing is allocated.
 */
final class FormatsPropagator implements TextMapPropagator {

	private final TextMapPropagator[] traces;

	private final BaggageFormat[] baggage;

	private final boolean jaeger;

	private final TextMapPropagator[] inject;

	private final List<String> fields;

	FormatsPropagator(List<Propagator> extract, List<Propagator> inject, MalformedHeaders malformed) {
		this.traces = traces(extract, malformed).toArray(TextMapPropagator[]::new);
		this.baggage = baggage(extract, malformed).toArray(BaggageFormat[]::new);
		this.jaeger = extract.contains(Propagator.JAEGER);
		this.inject = Stream.concat(traces(inject, malformed), baggage(inject, malformed))
			.toArray(TextMapPropagator[]::new);
		this.fields = Stream.of(this.inject).map(TextMapPropagator::fields).flatMap(Collection::stream).toList();
	}

	private static Stream<TextMapPropagator> traces(List<Propagator> formats, MalformedHeaders malformed) {
		return formats.stream().filter((format) -> format != Propagator.BAGGAGE).map((format) -> switch (format) {
			case TRACECONTEXT -> new TraceContextPropagator(malformed);
			case B3 -> new B3SinglePropagator(malformed);
			case B3MULTI -> new B3MultiPropagator(malformed);
			case JAEGER -> new JaegerTracePropagator(malformed);
			case BAGGAGE -> throw new IllegalStateException("no trace");
		});
	}

	/** What the W3C's header says of a key comes last, and so wins. */
	private static Stream<BaggageFormat> baggage(List<Propagator> formats, MalformedHeaders malformed) {
		return Stream.of(Propagator.JAEGER, Propagator.BAGGAGE)
			.filter(formats::contains)
			.map((format) -> (format == Propagator.JAEGER) ? new JaegerBaggagePropagator(malformed)
					: new BaggagePropagator(malformed));
	}

	/** What is written, as the specification of propagators has it. */
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
		// Both of Jaeger's need that header, and most requests have none
		boolean jaeger = this.jaeger && getter.get(carrier, JaegerTracePropagator.HEADER) != null;
		Context extracted = context;
		for (int i = 0; i < this.traces.length && extracted == context; i++) {
			if (jaeger || !(this.traces[i] instanceof JaegerTracePropagator)) {
				extracted = this.traces[i].extract(context, carrier, getter);
			}
		}
		BaggageBuilder found = null;
		for (BaggageFormat format : this.baggage) {
			if (jaeger || !(format instanceof JaegerBaggagePropagator)) {
				found = format.read(found, carrier, getter);
			}
		}
		return (found != null) ? extracted.with(found.build()) : extracted;
	}

	@Override
	public String toString() {
		return "FormatsPropagator" + this.fields;
	}

}
