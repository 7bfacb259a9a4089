// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.webflux;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.github.tracespring.autoconfigure.core.propagation.HeaderLines;
import io.github.tracespring.autoconfigure.inbound.http.HttpServerRequest;

import org.springframework.http.HttpHeaders;

/**
 * Reads a WebFlux request.
 */
final class WebFluxRequestReader implements HttpServerRequest<WebFluxRequest> {

	static final WebFluxRequestReader INSTANCE = new WebFluxRequestReader();

	private static final int HTTP = 80;

	private static final int HTTPS = 443;

	private WebFluxRequestReader() {
	}

	@Override
	public Iterable<String> keys(WebFluxRequest request) {
		List<String> names = new ArrayList<>();
		request.received().getHeaders().forEach((name, lines) -> names.add(name));
		return names;
	}

	/** Of the methods that give all lines, forEach alone is in Spring 6 and in 7. */
	@Override
	public String get(WebFluxRequest request, String name) {
		HttpHeaders headers = request.received().getHeaders();
		if (headers.getFirst(name) == null) {
			return null;
		}
		List<String> all = new ArrayList<>();
		headers.forEach((header, lines) -> {
			if (header.equalsIgnoreCase(name)) {
				all.addAll(lines);
			}
		});
		return HeaderLines.join(name, Collections.enumeration(all));
	}

	@Override
	public String first(WebFluxRequest request, String name) {
		return request.received().getHeaders().getFirst(name);
	}

	@Override
	public String method(WebFluxRequest request) {
		return request.received().getMethod().name();
	}

	@Override
	public String scheme(WebFluxRequest request) {
		String scheme = request.seen().getURI().getScheme();
		return (scheme != null) ? scheme : "http";
	}

	/** A malformed host may leave the URI without a path. */
	@Override
	public String path(WebFluxRequest request) {
		String path = request.seen().getURI().getRawPath();
		return (path != null) ? path : "";
	}

	@Override
	public String contextPath(WebFluxRequest request) {
		return path(request).isEmpty() ? "" : request.seen().getPath().contextPath().value();
	}

	@Override
	public String query(WebFluxRequest request) {
		return request.seen().getURI().getRawQuery();
	}

	@Override
	public String protocol(WebFluxRequest request) {
		return NativeRequests.protocol(request.received());
	}

	@Override
	public String serverAddress(WebFluxRequest request) {
		return request.seen().getURI().getHost();
	}

	@Override
	public int serverPort(WebFluxRequest request) {
		int port = request.seen().getURI().getPort();
		if (port > 0) {
			return port;
		}
		return scheme(request).equals("https") ? HTTPS : HTTP;
	}

	@Override
	public String clientAddress(WebFluxRequest request) {
		return address(request.seen().getRemoteAddress());
	}

	@Override
	public String peerAddress(WebFluxRequest request) {
		return address(request.received().getRemoteAddress());
	}

	@Override
	public String connectionAddress(WebFluxRequest request) {
		return NativeRequests.peer(request.received());
	}

	@Override
	public int peerPort(WebFluxRequest request) {
		InetSocketAddress peer = request.received().getRemoteAddress();
		return (peer != null) ? peer.getPort() : 0;
	}

	/** Never asks the name service. */
	private static String address(InetSocketAddress socket) {
		if (socket == null) {
			return null;
		}
		return (socket.getAddress() != null) ? socket.getAddress().getHostAddress() : socket.getHostString();
	}

}
