// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.http;

import io.opentelemetry.api.trace.SpanContext;

/**
 * The response header that tells the caller the id of the trace: {@code traceresponse} in
 * the format of the W3C draft, or any other name with the bare trace id.
 *
 * @param name the header's name
 * @see <a href=
 * "https://w3c.github.io/trace-context/#trace-context-http-response-headers-format">Trace
 * Context Level 2, response headers</a>
 */
public record ResponseHeader(String name) {

	private static final String W3C = "traceresponse";

	/**
	 * The header's value for a span.
	 * @param span the server span
	 * @return the value
	 */
	public String value(HttpServerSpan span) {
		SpanContext context = span.spanContext();
		if (!this.name.equalsIgnoreCase(W3C)) {
			return context.getTraceId();
		}
		return "00-" + context.getTraceId() + "-" + context.getSpanId() + (context.isSampled() ? "-01" : "-00");
	}

}
