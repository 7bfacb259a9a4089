// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.observation;

import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelSpan;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;

/**
 * Knows the spans that were made inside an observation without Micrometer. The bridge
 * keeps its own beside OpenTelemetry's, in the same context, and takes that for the
 * current one in everything that is made from the context.
 */
final class InnermostTraceContext extends OtelCurrentTraceContext {

	@Override
	public TraceContext context() {
		TraceContext bridged = super.context();
		Span current = Span.current();
		SpanContext innermost = current.getSpanContext();
		if (bridged == null || bridged.spanId().equals(innermost.getSpanId())) {
			return bridged;
		}
		return innermost.isValid() ? OtelSpan.fromOtel(current).context() : null;
	}

}
