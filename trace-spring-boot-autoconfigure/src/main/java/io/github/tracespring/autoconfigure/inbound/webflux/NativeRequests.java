// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.webflux;

import jakarta.servlet.ServletRequest;
import reactor.netty.http.server.HttpServerRequest;

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

	static String protocol(ServerHttpRequest request) {
		Object received;
		try {
			received = ServerHttpRequestDecorator.getNativeRequest(request);
		}
		catch (IllegalStateException | IllegalArgumentException ex) {
			// a test's mock has none
			return null;
		}
		String protocol = REACTOR_NETTY ? ReactorNetty.protocol(received) : null;
		return (protocol == null && SERVLET) ? Servlet.protocol(received) : protocol;
	}

	private static final class ReactorNetty {

		static String protocol(Object request) {
			return (request instanceof HttpServerRequest netty) ? netty.protocol() : null;
		}

	}

	private static final class Servlet {

		static String protocol(Object request) {
			return (request instanceof ServletRequest servlet) ? servlet.getProtocol() : null;
		}

	}

}
