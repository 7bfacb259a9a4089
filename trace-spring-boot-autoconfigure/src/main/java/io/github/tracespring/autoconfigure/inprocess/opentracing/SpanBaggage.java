// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.opentracing;

import java.util.Map;
import java.util.function.BiConsumer;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.BaggageBuilder;
import io.opentelemetry.api.baggage.BaggageEntry;
import io.opentracing.Span;
import io.opentracing.SpanContext;

/**
 * The baggage of an active OpenTracing span. Unlike other baggage it changes: OpenTracing
 * sets an item on a span that is active already, and all that runs inside the span has to
 * see it, on any thread, to pass it on.
 */
final class SpanBaggage implements Baggage {

	private final Span span;

	private final SpanContext activated;

	private final Baggage baggage;

	/**
	 * Creates the baggage of a span that is about to be active.
	 * @param span the span
	 * @param baggage what it has now, with metadata, which OpenTracing has no notion of
	 */
	SpanBaggage(Span span, Baggage baggage) {
		this.span = span;
		this.activated = span.context();
		this.baggage = baggage;
	}

	/** Items can be set and replaced, but not removed. */
	private Baggage now() {
		SpanContext context = this.span.context();
		if (context == this.activated) {
			return this.baggage;
		}
		BaggageBuilder now = this.baggage.toBuilder();
		context.baggageItems().forEach((item) -> {
			if (!item.getValue().equals(this.baggage.getEntryValue(item.getKey()))) {
				now.put(item.getKey(), item.getValue());
			}
		});
		return now.build();
	}

	@Override
	public int size() {
		return now().size();
	}

	@Override
	public void forEach(BiConsumer<? super String, ? super BaggageEntry> consumer) {
		now().forEach(consumer);
	}

	@Override
	public Map<String, BaggageEntry> asMap() {
		return now().asMap();
	}

	@Override
	public String getEntryValue(String entryKey) {
		return now().getEntryValue(entryKey);
	}

	@Override
	public BaggageBuilder toBuilder() {
		return now().toBuilder();
	}

}
