// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.webflux;

import java.util.Map;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;

import io.github.tracespring.autoconfigure.inbound.http.HttpServerHandler;
import io.github.tracespring.autoconfigure.inbound.http.HttpServerSpan;

import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.handler.ExceptionHandlingWebHandler;

/**
 * What is known of one request, gathered until its response is complete.
 */
final class WebFluxExchange {

	private static final ContextKey<WebFluxExchange> KEY = ContextKey.named("telemetry-webflux-exchange");

	private static final int OK = 200;

	private static final int SERVER_ERROR = 500;

	private final HttpServerHandler handler;

	private final HttpServerSpan span;

	private final ServerHttpResponse response;

	private final Context context;

	private volatile ServerWebExchange exchange;

	private volatile Throwable thrown;

	private volatile Throwable handled;

	WebFluxExchange(HttpServerHandler handler, HttpServerSpan span, ServerHttpResponse response) {
		this.handler = handler;
		this.span = span;
		this.response = response;
		this.context = span.isOver() ? span.context() : span.context().with(KEY, this);
	}

	/**
	 * The request that is handled on this thread.
	 * @return the exchange, or {@code null} if there is none or it is not traced
	 */
	static WebFluxExchange current() {
		WebFluxExchange current = Context.current().get(KEY);
		return (current != null && !current.span.isOver()) ? current : null;
	}

	Context context() {
		return this.context;
	}

	HttpServerSpan span() {
		return this.span;
	}

	void enter(ServerWebExchange exchange) {
		this.exchange = exchange;
	}

	/** Something threw, which may be part of the application's plan. */
	void thrown(Throwable error) {
		this.thrown = error;
	}

	/** What was thrown last is what an {@code @ExceptionHandler} answered. */
	void handled() {
		if (this.handled == null) {
			this.handled = this.thrown;
		}
	}

	void handled(Throwable error) {
		this.handled = error;
	}

	/** Ends the span with a response that was completed. */
	void complete() {
		int status = status(OK);
		end(status, (status >= SERVER_ERROR) ? handledError() : null);
	}

	/** Ends the span of a request whose error nobody answered. */
	void fail(Throwable error) {
		end(this.response.isCommitted() ? status(OK) : SERVER_ERROR, error);
	}

	/** Ends the span of a request whose client went away. */
	void cancel() {
		end(this.response.isCommitted() ? status(OK) : 0, null);
	}

	private void end(int status, Throwable error) {
		if (!this.span.isOver()) {
			this.handler.end(this.span, status, WebFluxRoute.of(this.exchange, status), error);
		}
		// what still runs in the context of this request must not keep it in memory
		this.exchange = null;
		this.thrown = null;
		this.handled = null;
	}

	private int status(int unset) {
		HttpStatusCode status = this.response.getStatusCode();
		return (status != null) ? status.value() : unset;
	}

	private Throwable handledError() {
		if (this.exchange == null) {
			return null;
		}
		Map<String, Object> attributes = this.exchange.getAttributes();
		if (attributes.get(ExceptionHandlingWebHandler.HANDLED_WEB_EXCEPTION) instanceof Throwable error) {
			return error;
		}
		if (this.handled != null) {
			return this.handled;
		}
		// What the application says itself, for Spring's metrics
		return ServerRequestObservationContext.findCurrent(attributes)
			.map(ServerRequestObservationContext::getError)
			.orElse(null);
	}

}
