// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.webflux;

import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.resource.ResourceWebHandler;
import org.springframework.web.server.ServerWebExchange;

/**
 * The route that a request matched, annotated or functional, with the context path before
 * it.
 */
final class WebFluxRoute {

	private WebFluxRoute() {
	}

	static String of(ServerWebExchange exchange, int status) {
		Object pattern = (exchange != null) ? exchange.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE)
				: null;
		if (pattern == null || (status == HttpStatus.NOT_FOUND.value() && isStaticResource(exchange))) {
			return null;
		}
		String contextPath = exchange.getRequest().getPath().contextPath().value();
		return contextPath.isEmpty() ? pattern.toString() : contextPath + pattern;
	}

	/** The catch-all of static resources is no route for what it did not find. */
	private static boolean isStaticResource(ServerWebExchange exchange) {
		return exchange.getAttribute(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE) instanceof ResourceWebHandler;
	}

}
