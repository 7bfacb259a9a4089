// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.http;

import java.nio.charset.StandardCharsets;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceId;

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

	private static final int TRACE_ID = 3;

	private static final byte[] SAMPLED = template("01");

	private static final byte[] NOT_SAMPLED = template("00");

	private static byte[] template(String flags) {
		String value = "00-" + TraceId.getInvalid() + "-" + SpanId.getInvalid() + "-" + flags;
		return value.getBytes(StandardCharsets.ISO_8859_1);
	}

	/**
	 * The header's value for a span.
	 * @param span the server span
	 * @return the value
	 */
	public String value(HttpServerSpan span) {
		return new String(bytes(span), StandardCharsets.ISO_8859_1);
	}

	/**
	 * The same as bytes.
	 * @param span the server span
	 * @return the value in ASCII
	 */
	public byte[] bytes(HttpServerSpan span) {
		SpanContext context = span.spanContext();
		String trace = context.getTraceId();
		if (!this.name.equalsIgnoreCase(W3C)) {
			return trace.getBytes(StandardCharsets.ISO_8859_1);
		}
		byte[] bytes = context.isSampled() ? SAMPLED.clone() : NOT_SAMPLED.clone();
		write(trace, bytes, TRACE_ID);
		write(context.getSpanId(), bytes, TRACE_ID + TraceId.getLength() + 1);
		return bytes;
	}

	private static void write(String id, byte[] to, int at) {
		for (int i = 0; i < id.length(); i++) {
			to[at + i] = (byte) id.charAt(i);
		}
	}

}
