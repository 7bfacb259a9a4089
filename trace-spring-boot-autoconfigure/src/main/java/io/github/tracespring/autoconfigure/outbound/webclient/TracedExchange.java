// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.webclient;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapSetter;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;

import io.github.tracespring.autoconfigure.outbound.http.HttpClientHandler;
import io.github.tracespring.autoconfigure.outbound.http.HttpClientSpan;

import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * A call: each subscription is one request on the wire and has one span, which is current
 * while the request is handed to the connector and, by way of Reactor's context, in what
 * sends it, but not in what the caller does with the response.
 */
final class TracedExchange extends Mono<ClientResponse> {

	private static final String URI_TEMPLATE = WebClient.class.getName() + ".uriTemplate";

	private static final TextMapSetter<HttpHeaders> SETTER = HttpHeaders::set;

	private final HttpClientHandler handler;

	private final ClientRequest request;

	private final ExchangeFunction next;

	TracedExchange(HttpClientHandler handler, ClientRequest request, ExchangeFunction next) {
		this.handler = handler;
		this.request = request;
		this.next = next;
	}

	@Override
	public void subscribe(CoreSubscriber<? super ClientResponse> subscriber) {
		Attempts attempts = Attempts.of(this.request);
		Context parent = attempts.parent(subscriber.currentContext());
		HttpClientSpan span = start(parent, attempts);
		Scope scope = span.makeCurrent();
		try {
			exchange(span).subscribe(new TracedResponse(subscriber, span, parent, attempts));
		}
		finally {
			scope.close();
		}
	}

	private HttpClientSpan start(Context parent, Attempts attempts) {
		String template = (this.request.attributes().get(URI_TEMPLATE) instanceof String known) ? known : null;
		return this.handler.start(parent, this.request.method().name(), this.request.url(), template, attempts.next());
	}

	private Mono<ClientResponse> exchange(HttpClientSpan span) {
		try {
			return this.next.exchange(inject(span));
		}
		catch (Exception ex) {
			return Mono.error(ex);
		}
	}

	private ClientRequest inject(HttpClientSpan span) {
		try {
			return ClientRequest.from(this.request).headers((headers) -> span.inject(headers, SETTER)).build();
		}
		catch (RuntimeException | LinkageError ex) {
			return this.request;
		}
	}

}
