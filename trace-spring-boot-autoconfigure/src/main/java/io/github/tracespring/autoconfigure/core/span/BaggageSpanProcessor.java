// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.span;

import java.util.List;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;

import io.github.tracespring.autoconfigure.core.propagation.BaggageValues;

/**
 * Copies entries of the baggage that a span starts with to its attributes. An attribute
 * that the span has by itself stays as it is.
 */
public final class BaggageSpanProcessor implements SpanProcessor {

	private final List<AttributeKey<String>> keys;

	/**
	 * Creates the processor.
	 * @param keys the keys of the entries, and names of the attributes
	 */
	public BaggageSpanProcessor(List<String> keys) {
		this.keys = keys.stream().map(AttributeKey::stringKey).toList();
	}

	@Override
	public void onStart(Context parent, ReadWriteSpan span) {
		Baggage baggage = Baggage.fromContextOrNull(parent);
		if (baggage == null) {
			return;
		}
		for (AttributeKey<String> key : this.keys) {
			String value = BaggageValues.get(baggage, key.getKey());
			if (value != null && span.getAttribute(key) == null) {
				span.setAttribute(key, value);
			}
		}
	}

	@Override
	public boolean isStartRequired() {
		return true;
	}

	@Override
	public void onEnd(ReadableSpan span) {
	}

	@Override
	public boolean isEndRequired() {
		return false;
	}

}
