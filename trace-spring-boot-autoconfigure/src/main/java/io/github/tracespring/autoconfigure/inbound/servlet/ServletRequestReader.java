// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.servlet;

import java.util.Collections;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;

import io.github.tracespring.autoconfigure.core.propagation.HeaderLines;
import io.github.tracespring.autoconfigure.inbound.http.HttpServerRequest;

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

	@Override
	public String get(HttpServletRequest request, String name) {
		return HeaderLines.join(name, request.getHeaders(name));
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

	@Override
	public String peerAddress(HttpServletRequest request) {
		return innermost(request).getRemoteAddr();
	}

	@Override
	public int peerPort(HttpServletRequest request) {
		return innermost(request).getRemotePort();
	}

	/** Spring's ForwardedHeaderFilter answers for the client, not for the connection. */
	private static ServletRequest innermost(ServletRequest request) {
		ServletRequest innermost = request;
		while (innermost instanceof ServletRequestWrapper wrapper) {
			innermost = wrapper.getRequest();
		}
		return innermost;
	}

}
