// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.webflux;

import java.util.function.UnaryOperator;

import io.opentelemetry.context.Scope;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;

import io.github.tracespring.autoconfigure.core.propagation.ReactiveContext;
import io.github.tracespring.autoconfigure.inbound.http.HttpServerHandler;
import io.github.tracespring.autoconfigure.inbound.http.ResponseHeader;

import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;

/**
 * Makes one server span for a request, around all filters and exception handlers, and has
 * everything that handles the request run in its context.
 */
final class TracingHttpHandler implements HttpHandler {

	private final HttpHandler next;

	private final HttpServerHandler handler;

	private final ResponseHeader responseHeader;

	private final UnaryOperator<ServerHttpRequest> forwarded;

	TracingHttpHandler(HttpHandler next, HttpServerHandler handler, ResponseHeader responseHeader,
			UnaryOperator<ServerHttpRequest> forwarded) {
		this.next = next;
		this.handler = handler;
		this.responseHeader = responseHeader;
		this.forwarded = forwarded;
	}

	@Override
	public Mono<Void> handle(ServerHttpRequest request, ServerHttpResponse response) {
		return new TracedRequest(request, response);
	}

	private WebFluxExchange begin(ServerHttpRequest request, ServerHttpResponse response) {
		WebFluxRequest read = new WebFluxRequest(asSeen(request), request);
		WebFluxExchange exchange = new WebFluxExchange(this.handler,
				this.handler.start(read, WebFluxRequestReader.INSTANCE), response);
		if (this.responseHeader != null && !exchange.span().isOver()) {
			response.getHeaders().set(this.responseHeader.name(), this.responseHeader.value(exchange.span()));
		}
		return exchange;
	}

	private ServerHttpRequest asSeen(ServerHttpRequest request) {
		try {
			return this.forwarded.apply(request);
		}
		catch (RuntimeException ex) {
			// Spring is going to refuse it
			return request;
		}
	}

	/** A request in progress from its subscription on. */
	private final class TracedRequest extends Mono<Void> {

		private final ServerHttpRequest request;

		private final ServerHttpResponse response;

		TracedRequest(ServerHttpRequest request, ServerHttpResponse response) {
			this.request = request;
			this.response = response;
		}

		@Override
		public void subscribe(CoreSubscriber<? super Void> subscriber) {
			WebFluxExchange exchange = begin(this.request, this.response);
			Mono<Void> handled = Mono
				.defer(() -> TracingHttpHandler.this.next.handle(this.request,
						ContextKeepingResponse.of(this.response)))
				.doOnSuccess((nothing) -> exchange.complete())
				.doOnError(exchange::fail)
				.doOnCancel(exchange::cancel)
				.contextWrite((reactor) -> reactor.put(ReactiveContext.KEY, exchange.context()));
			try (Scope ignored = exchange.context().makeCurrent()) {
				handled.subscribe(subscriber);
			}
			catch (RuntimeException | Error ex) {
				// What Reactor calls fatal, a stack overflow for one, is no signal
				exchange.fail(ex);
				throw ex;
			}
		}

	}

}
