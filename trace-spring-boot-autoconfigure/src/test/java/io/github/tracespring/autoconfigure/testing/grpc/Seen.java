// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.testing.grpc;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import org.slf4j.MDC;

import io.github.tracespring.autoconfigure.core.sampling.Suppression;

/**
 * What was current in a callback.
 *
 * @param where the callback
 * @param traceId that of the current span
 * @param spanId that of the current span
 * @param mdc the trace's id in the MDC
 * @param suppressed whether tracing was suppressed
 * @param tenant an entry of the baggage
 */
public record Seen(String where, String traceId, String spanId, String mdc, boolean suppressed, String tenant) {

	static Seen in(String where) {
		Span span = Span.current();
		return new Seen(where, span.getSpanContext().getTraceId(), span.getSpanContext().getSpanId(),
				MDC.get("trace_id"), Suppression.isSuppressed(Context.current()),
				Baggage.current().getEntryValue("tenant"));
	}

}
