// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.jaeger;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.trace.data.LinkData;

/**
 * A span that another one refers to.
 *
 * @param span the span referred to
 * @param type whether as its child or as what follows from it
 */
record SpanReference(SpanContext span, Type type) {

	/** What a link made by OpenTracing's shim has been. */
	static final AttributeKey<String> OPENTRACING_TYPE = AttributeKey.stringKey("opentracing.ref_type");

	/** In Jaeger's order. */
	enum Type {

		CHILD_OF, FOLLOWS_FROM

	}

	static SpanReference of(LinkData link) {
		boolean child = "child_of".equals(link.getAttributes().get(OPENTRACING_TYPE));
		return new SpanReference(link.getSpanContext(), child ? Type.CHILD_OF : Type.FOLLOWS_FROM);
	}

	void write(ThriftWriter out) {
		out.i32(1, this.type.ordinal());
		out.i64(2, lowId(this.span));
		out.i64(3, highId(this.span));
		out.i64(4, id(this.span));
	}

	static long lowId(SpanContext span) {
		return Long.parseUnsignedLong(span.getTraceId(), 16, 32, 16);
	}

	static long highId(SpanContext span) {
		return Long.parseUnsignedLong(span.getTraceId(), 0, 16, 16);
	}

	static long id(SpanContext span) {
		return Long.parseUnsignedLong(span.getSpanId(), 16);
	}

}
