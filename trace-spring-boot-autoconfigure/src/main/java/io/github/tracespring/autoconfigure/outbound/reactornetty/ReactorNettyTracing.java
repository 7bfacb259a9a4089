// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.reactornetty;

import io.github.tracespring.autoconfigure.outbound.http.HttpClientHandler;
import reactor.netty.http.client.HttpClient;

/**
 * Traces an {@link HttpClient} of Reactor Netty that is no bean; those that are beans,
 * such as Spring Cloud Gateway's, are traced without it. A {@code WebClient} is better
 * traced itself, since it knows the URI template; where both are, a request has the
 * {@code WebClient}'s span alone. Instrumenting twice is the same as once. With
 * {@code telemetry.disabled} the bean is there and does nothing.
 * <p>
 * A redirect that the client follows, and a request that it sends once more on another
 * connection, have a span each. Of a WebSocket it is the handshake that has one.
 */
public final class ReactorNettyTracing {

	private final HttpClientHandler handler;

	/**
	 * Creates what traces.
	 * @param handler decides about the spans, or {@code null} if tracing is off
	 */
	ReactorNettyTracing(HttpClientHandler handler) {
		this.handler = handler;
	}

	/**
	 * Traces the calls of a client.
	 * @param client the client
	 * @return a client that does the same and is traced
	 */
	public HttpClient instrument(HttpClient client) {
		if (this.handler == null) {
			return client;
		}
		return client.mapConnect((connect) -> NettyCall.around(connect, this.handler))
			.doOnRequest((request, connection) -> NettyCall.of(request).sending(request))
			.doOnRedirect((response, connection) -> NettyCall.of(response).answered(response))
			.doOnResponse((response, connection) -> NettyCall.of(response).answered(response))
			.doOnRequestError((request, error) -> NettyCall.of(request).failed(request, error));
	}

}
