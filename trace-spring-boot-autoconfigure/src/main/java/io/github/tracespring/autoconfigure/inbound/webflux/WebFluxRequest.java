// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.webflux;

import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * A request, as the application sees it and as it came in.
 *
 * @param seen the request after forwarded headers were applied
 * @param received the request of the connection
 */
record WebFluxRequest(ServerHttpRequest seen, ServerHttpRequest received) {
}
