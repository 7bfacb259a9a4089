// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.webflux;

import reactor.core.Exceptions;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.DispatchExceptionHandler;
import org.springframework.web.reactive.HandlerResult;
import org.springframework.web.reactive.HandlerResultHandler;
import org.springframework.web.server.ServerWebExchange;

/**
 * Notes what a controller threw before an {@code @ExceptionHandler} makes an answer of
 * it. WebFlux tells nobody; but it asks for each result who handles it, the first
 * result's exception handler can be listened to, and what a method throws before it has a
 * result passes Reactor's hook for errors in operators.
 */
final class HandledErrors implements HandlerResultHandler, Ordered {

	private static final String HOOK = HandledErrors.class.getName();

	HandledErrors() {
		// By name, so that a second application replaces it by the same
		Hooks.onOperatorError(HOOK, HandledErrors::note);
	}

	/** Returns what Reactor would go on with if there were no hook. */
	private static Throwable note(Throwable error, Object signal) {
		Throwable unwrapped = Exceptions.unwrap(error);
		WebFluxExchange exchange = WebFluxExchange.current();
		if (exchange != null) {
			exchange.thrown(unwrapped);
		}
		return (signal instanceof Throwable other && other != unwrapped) ? Exceptions.addSuppressed(unwrapped, other)
				: unwrapped;
	}

	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

	/** Handles nothing, but is asked first. */
	@Override
	public boolean supports(HandlerResult result) {
		if (result.getHandler() instanceof HandlerMethod) {
			DispatchExceptionHandler exceptionHandler = result.getExceptionHandler();
			WebFluxExchange exchange = WebFluxExchange.current();
			if (exchange != null && exceptionHandler == null) {
				// Only what an exception handler returned has none itself
				exchange.handled();
			}
			else if (exchange != null) {
				result.setExceptionHandler((serverExchange, error) -> {
					exchange.handled(error);
					return exceptionHandler.handleError(serverExchange, error);
				});
			}
		}
		return false;
	}

	@Override
	public Mono<Void> handleResult(ServerWebExchange exchange, HandlerResult result) {
		throw new IllegalStateException("Supports no result");
	}

}
