// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.jdkhttp;

import java.net.http.HttpClient;

import io.github.tracespring.autoconfigure.outbound.http.HttpClientHandler;

/**
 * Traces an {@link HttpClient} of the JDK that is no bean; those that are beans are
 * traced without it. <pre>
 * &#64;Service
 * class Users {
 *
 *     private final HttpClient client;
 *
 *     Users(JdkHttpClientTracing tracing) {
 *         this.client = tracing.instrument(HttpClient.newHttpClient());
 *     }
 *
 * }</pre> Instrumenting twice is the same as once. With {@code telemetry.disabled} the
 * bean is there and does nothing.
 * <p>
 * The span of a call ends with {@code send}, or when the future of {@code sendAsync}
 * completes: what a body handler reads by then is part of it, and so are redirects that
 * the client follows. WebSockets are not traced.
 */
public final class JdkHttpClientTracing {

	private final HttpClientHandler handler;

	/**
	 * Creates what traces.
	 * @param handler decides about the spans, or {@code null} if tracing is off
	 */
	JdkHttpClientTracing(HttpClientHandler handler) {
		this.handler = handler;
	}

	/**
	 * Traces the calls of a client.
	 * @param client the client
	 * @return a client that does the same, by way of the one given, and is traced; the
	 * one given if it is already
	 */
	public HttpClient instrument(HttpClient client) {
		if (this.handler == null) {
			return client;
		}
		if (client instanceof TracingHttpClient known) {
			return (known.handler() == this.handler) ? client : new TracingHttpClient(known.delegate(), this.handler);
		}
		return new TracingHttpClient(client, this.handler);
	}

}
