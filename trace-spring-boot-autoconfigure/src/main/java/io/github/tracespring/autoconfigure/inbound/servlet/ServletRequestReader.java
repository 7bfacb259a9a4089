// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.servlet;

import java.util.Collections;

import jakarta.servlet.http.HttpServletRequest;

import io.github.tracespring.autoconfigure.core.propagation.HeaderLines;
import io.github.tracespring.autoconfigure.inbound.http.HttpServerRequest;
import io.github.tracespring.autoconfigure.inbound.http.ServletPeer;

/**
 * Reads a servlet request.
 */
final class ServletRequestReader implements HttpServerRequest<HttpServletRequest> {

	static final ServletRequestReader INSTANCE = new ServletRequestReader();

	private ServletRequestReader() {
	}

	@Override
	public Iterable<String> keys(HttpServletRequest request) {
		return Collections.list(request.getHeaderNames());
	}

	/** Asks for the first line before all, since most headers are absent. */
	@Override
	public String get(HttpServletRequest request, String name) {
		if (request.getHeader(name) == null) {
			return null;
		}
		return HeaderLines.join(name, request.getHeaders(name));
	}

	@Override
	public String first(HttpServletRequest request, String name) {
		return request.getHeader(name);
	}

	@Override
	public String method(HttpServletRequest request) {
		return request.getMethod();
	}

	@Override
	public String scheme(HttpServletRequest request) {
		return request.getScheme();
	}

	@Override
	public String path(HttpServletRequest request) {
		return request.getRequestURI();
	}

	@Override
	public String contextPath(HttpServletRequest request) {
		return request.getContextPath();
	}

	@Override
	public String query(HttpServletRequest request) {
		return request.getQueryString();
	}

	@Override
	public String protocol(HttpServletRequest request) {
		return request.getProtocol();
	}

	@Override
	public String serverAddress(HttpServletRequest request) {
		return request.getServerName();
	}

	@Override
	public int serverPort(HttpServletRequest request) {
		return request.getServerPort();
	}

	@Override
	public String clientAddress(HttpServletRequest request) {
		return request.getRemoteAddr();
	}

	/** Spring's ForwardedHeaderFilter answers for the client, not for the connection. */
	@Override
	public String peerAddress(HttpServletRequest request) {
		return ServletPeer.innermost(request).getRemoteAddr();
	}

	@Override
	public String connectionAddress(HttpServletRequest request) {
		return ServletPeer.of(ServletPeer.innermost(request));
	}

	@Override
	public int peerPort(HttpServletRequest request) {
		return ServletPeer.innermost(request).getRemotePort();
	}

}
