// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.opentracing;

import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.BaggageBuilder;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentracing.References;
import io.opentracing.Span;
import io.opentracing.SpanContext;
import io.opentracing.Tracer.SpanBuilder;
import io.opentracing.tag.Tag;

/**
 * Starts the shim's span with the baggage that it inherits as the current one: that is
 * where the shim looks without references, and sampler and span processors in any case.
 */
final class OpenTracingSpanBuilder implements SpanBuilder {

	private final SpanBuilder shim;

	private final List<SpanContext> references = new ArrayList<>(1);

	OpenTracingSpanBuilder(SpanBuilder shim) {
		this.shim = shim;
	}

	@Override
	public SpanBuilder asChildOf(SpanContext parent) {
		return addReference(References.CHILD_OF, parent);
	}

	@Override
	public SpanBuilder asChildOf(Span parent) {
		return (parent != null) ? asChildOf(parent.context()) : this;
	}

	@Override
	public SpanBuilder addReference(String referenceType, SpanContext referencedContext) {
		if (referencedContext != null) {
			this.shim.addReference(referenceType, referencedContext);
			this.references.add(referencedContext);
		}
		return this;
	}

	@Override
	public SpanBuilder ignoreActiveSpan() {
		this.shim.ignoreActiveSpan();
		return this;
	}

	@Override
	public SpanBuilder withTag(String key, String value) {
		this.shim.withTag(key, value);
		return this;
	}

	@Override
	public SpanBuilder withTag(String key, boolean value) {
		this.shim.withTag(key, value);
		return this;
	}

	@Override
	public SpanBuilder withTag(String key, Number value) {
		this.shim.withTag(key, value);
		return this;
	}

	@Override
	public <T> SpanBuilder withTag(Tag<T> tag, T value) {
		// the shim fails on null
		if (value != null) {
			this.shim.withTag(tag, value);
		}
		return this;
	}

	@Override
	public SpanBuilder withStartTimestamp(long microseconds) {
		this.shim.withStartTimestamp(microseconds);
		return this;
	}

	@Override
	public Span start() {
		Baggage inherited = inherited();
		if (inherited.equals(Baggage.current())) {
			return this.shim.start();
		}
		try (Scope scope = Context.current().with(inherited).makeCurrent()) {
			return this.shim.start();
		}
	}

	private Baggage inherited() {
		if (this.references.isEmpty()) {
			// as it is now: what is set on the parent later is not for this span
			return Baggage.current().toBuilder().build();
		}
		BaggageBuilder baggage = Baggage.builder();
		for (SpanContext reference : this.references) {
			reference.baggageItems().forEach((item) -> baggage.put(item.getKey(), item.getValue()));
		}
		return baggage.build();
	}

}
