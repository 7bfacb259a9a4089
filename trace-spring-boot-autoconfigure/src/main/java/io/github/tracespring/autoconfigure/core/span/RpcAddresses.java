// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.span;

import java.net.InetSocketAddress;
import java.net.SocketAddress;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;

import io.github.tracespring.autoconfigure.core.propagation.Authority;

/**
 * The two ends of a call. Nothing is looked up: a name stays a name, an address an
 * address.
 */
final class RpcAddresses {

	private RpcAddresses() {
	}

	static void server(SpanBuilder span, String authority) {
		Authority server = Authority.parse(authority);
		if (server.host() != null) {
			span.setAttribute(HttpKeys.SERVER_ADDRESS, server.host());
		}
		if (server.port() > 0) {
			span.setAttribute(HttpKeys.SERVER_PORT, Numbers.of(server.port()));
		}
	}

	static void peer(Span span, SocketAddress peer) {
		if (peer instanceof InetSocketAddress address && !address.isUnresolved()) {
			span.setAttribute(HttpKeys.PEER_ADDRESS, address.getAddress().getHostAddress());
			span.setAttribute(HttpKeys.PEER_PORT, Numbers.of(address.getPort()));
		}
	}

}
