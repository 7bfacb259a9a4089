// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.webclient;

import io.github.tracespring.autoconfigure.outbound.http.HttpClientHandler;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;

/**
 * Traces the calls of a WebClient, from the last place in the chain of filters.
 *
 * @param handler decides about the spans
 */
record TracingExchangeFilterFunction(HttpClientHandler handler) implements ExchangeFilterFunction {

	@Override
	public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
		return new TracedExchange(this.handler, request, next);
	}

}
