// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.webflux;

import java.net.InetSocketAddress;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import reactor.netty.http.server.HttpServerRequest;

import io.github.tracespring.autoconfigure.inbound.http.ServletPeer;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.util.ClassUtils;

/**
 * What only the server's own request can tell. Neither server need be there, so each has
 * a class of its own, loaded when it is.
 */
final class NativeRequests {

	private static final boolean REACTOR_NETTY = isPresent("reactor.netty.http.server.HttpServerRequest");

	private static final boolean SERVLET = isPresent("jakarta.servlet.ServletRequest");

	private NativeRequests() {
	}

	private static boolean isPresent(String type) {
		return ClassUtils.isPresent(type, NativeRequests.class.getClassLoader());
	}

	/**
	 * The protocol of a request.
	 * @return for example {@code HTTP/1.1}, or {@code null} if it can not be known
	 */
	static String protocol(ServerHttpRequest request) {
		Object received = received(request);
		String protocol = REACTOR_NETTY ? ReactorNetty.protocol(received) : null;
		return (protocol == null && SERVLET) ? Servlet.protocol(received) : protocol;
	}

	/**
	 * The address at the other end of the connection.
	 * @return the address, or {@code null} if it can not be known
	 */
	static String peer(ServerHttpRequest request) {
		Object received = received(request);
		String peer = REACTOR_NETTY ? ReactorNetty.peer(received) : null;
		return (peer == null && SERVLET) ? Servlet.peer(received) : peer;
	}

	private static Object received(ServerHttpRequest request) {
		try {
			return ServerHttpRequestDecorator.getNativeRequest(request);
		}
		catch (IllegalStateException | IllegalArgumentException ex) {
			// a test's mock has none
			return null;
		}
	}

	private static final class ReactorNetty {

		static String protocol(Object request) {
			return (request instanceof HttpServerRequest netty) ? netty.protocol() : null;
		}

		static String peer(Object request) {
			return (request instanceof HttpServerRequest netty
					&& netty.connectionRemoteAddress() instanceof InetSocketAddress peer && !peer.isUnresolved())
							? peer.getAddress().getHostAddress() : null;
		}

	}

	private static final class Servlet {

		static String protocol(Object request) {
			return (request instanceof ServletRequest servlet) ? servlet.getProtocol() : null;
		}

		static String peer(Object request) {
			return (request instanceof HttpServletRequest servlet) ? ServletPeer.of(ServletPeer.innermost(servlet))
					: null;
		}

	}

}
