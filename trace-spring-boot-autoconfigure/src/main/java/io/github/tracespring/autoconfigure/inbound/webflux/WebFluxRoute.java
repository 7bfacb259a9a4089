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

	/**
	 * Spring Cloud Gateway's routes are chosen by predicates, and handled by one handler.
	 */
	private static final String GATEWAY = "org.springframework.cloud.gateway.support.ServerWebExchangeUtils.";

	private static final String GATEWAY_ROUTE = GATEWAY + "gatewayRoute";

	private static final String GATEWAY_PATH = GATEWAY + "gatewayPredicateMatchedPathAttr";

	private WebFluxRoute() {
	}

	static String of(ServerWebExchange exchange, int status) {
		Object pattern = (exchange != null) ? pattern(exchange) : null;
		if (pattern == null || (status == HttpStatus.NOT_FOUND.value() && isStaticResource(exchange))) {
			return null;
		}
		String contextPath = exchange.getRequest().getPath().contextPath().value();
		return contextPath.isEmpty() ? pattern.toString() : contextPath + pattern;
	}

	private static Object pattern(ServerWebExchange exchange) {
		Object pattern = exchange.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
		return (pattern == null && exchange.getAttribute(GATEWAY_ROUTE) != null) ? exchange.getAttribute(GATEWAY_PATH)
				: pattern;
	}

	/** The catch-all of static resources is no route for what it did not find. */
	private static boolean isStaticResource(ServerWebExchange exchange) {
		return exchange.getAttribute(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE) instanceof ResourceWebHandler;
	}

}
