// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.span;

import java.net.InetSocketAddress;
import java.net.SocketAddress;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;

/**
 * The two ends of a call. Nothing is looked up: a name stays a name, an address an
 * address.
 */
final class RpcAddresses {

	private RpcAddresses() {
	}

	/** The authority is {@code host}, {@code host:port} or {@code [v6]:port}. */
	static void server(SpanBuilder span, String authority) {
		if (authority == null || authority.isEmpty()) {
			return;
		}
		String host = authority.substring(authority.lastIndexOf('@') + 1);
		int colon = host.lastIndexOf(':');
		int port = (colon > host.lastIndexOf(']') && colon == host.indexOf(':', host.indexOf(']') + 1))
				? port(host.substring(colon + 1)) : -1;
		if (port > 0) {
			host = host.substring(0, colon);
			span.setAttribute(HttpKeys.SERVER_PORT, (long) port);
		}
		boolean bracketed = host.startsWith("[") && host.endsWith("]");
		span.setAttribute(HttpKeys.SERVER_ADDRESS, bracketed ? host.substring(1, host.length() - 1) : host);
	}

	private static int port(String text) {
		try {
			return Integer.parseInt(text);
		}
		catch (NumberFormatException ex) {
			return -1;
		}
	}

	static void peer(Span span, SocketAddress peer) {
		if (peer instanceof InetSocketAddress address && !address.isUnresolved()) {
			span.setAttribute(HttpKeys.PEER_ADDRESS, address.getAddress().getHostAddress());
			span.setAttribute(HttpKeys.PEER_PORT, (long) address.getPort());
		}
	}

}
