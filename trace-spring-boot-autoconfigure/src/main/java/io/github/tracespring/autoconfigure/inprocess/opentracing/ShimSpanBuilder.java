// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.opentracing;

import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentracing.tag.Tags;

import io.github.tracespring.autoconfigure.core.sampling.Suppression;

/**
 * Puts right what the shim asks for: its parent is a bare span, where the rest of the
 * context matters to the sampler and to span processors, and its kind is an attribute.
 */
final class ShimSpanBuilder implements SpanBuilder {

	private static final Map<Object, SpanKind> KINDS = Map.of(Tags.SPAN_KIND_SERVER, SpanKind.SERVER,
			Tags.SPAN_KIND_CLIENT, SpanKind.CLIENT, Tags.SPAN_KIND_PRODUCER, SpanKind.PRODUCER, Tags.SPAN_KIND_CONSUMER,
			SpanKind.CONSUMER);

	private final SpanBuilder delegate;

	ShimSpanBuilder(SpanBuilder delegate) {
		this.delegate = delegate;
	}

	@Override
	public SpanBuilder setParent(Context context) {
		this.delegate.setParent(Context.current().with(Span.fromContext(context)));
		return this;
	}

	/** Work that is not to be traced has no traces of its own either. */
	@Override
	public SpanBuilder setNoParent() {
		if (!Suppression.isSuppressed(Context.current())) {
			this.delegate.setNoParent();
		}
		return this;
	}

	@Override
	public SpanBuilder addLink(SpanContext spanContext) {
		this.delegate.addLink(spanContext);
		return this;
	}

	@Override
	public SpanBuilder addLink(SpanContext spanContext, Attributes attributes) {
		this.delegate.addLink(spanContext, attributes);
		return this;
	}

	@Override
	public SpanBuilder setAttribute(String key, String value) {
		return setAttribute(AttributeKey.stringKey(key), value);
	}

	@Override
	public SpanBuilder setAttribute(String key, long value) {
		return setAttribute(AttributeKey.longKey(key), value);
	}

	@Override
	public SpanBuilder setAttribute(String key, double value) {
		return setAttribute(AttributeKey.doubleKey(key), value);
	}

	@Override
	public SpanBuilder setAttribute(String key, boolean value) {
		return setAttribute(AttributeKey.booleanKey(key), value);
	}

	@Override
	public <T> SpanBuilder setAttribute(AttributeKey<T> key, T value) {
		SpanKind kind = key.getKey().equals(Tags.SPAN_KIND.getKey()) ? KINDS.get(value) : null;
		if (kind != null) {
			return setSpanKind(kind);
		}
		this.delegate.setAttribute(key, value);
		return this;
	}

	@Override
	public SpanBuilder setSpanKind(SpanKind spanKind) {
		this.delegate.setSpanKind(spanKind);
		return this;
	}

	@Override
	public SpanBuilder setStartTimestamp(long startTimestamp, TimeUnit unit) {
		this.delegate.setStartTimestamp(startTimestamp, unit);
		return this;
	}

	@Override
	public Span startSpan() {
		return this.delegate.startSpan();
	}

}
