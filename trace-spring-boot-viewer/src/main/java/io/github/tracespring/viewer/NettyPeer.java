// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.viewer;

import java.net.InetSocketAddress;
import java.util.List;

import reactor.netty.http.server.HttpServerRequest;

/**
 * A request of Reactor Netty's as it came in, before Spring took what it says of proxies
 * for the truth.
 *
 * @param request the request
 */
record NettyPeer(HttpServerRequest request) {

	/**
	 * Finds who is at the other end of the connection.
	 * @return the address, or {@code null} if there is none
	 */
	String address() {
		return (this.request.connectionRemoteAddress() instanceof InetSocketAddress peer && !peer.isUnresolved())
				? peer.getAddress().getHostAddress() : null;
	}

	List<String> header(String name) {
		return this.request.requestHeaders().getAll(name);
	}

}
