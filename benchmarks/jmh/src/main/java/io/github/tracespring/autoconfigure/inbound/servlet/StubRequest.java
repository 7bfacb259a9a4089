// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.servlet;

import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Map;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;

/**
 * A request that costs nothing, of which the filter asks no more than is here.
 */
final class StubRequest extends HttpServletRequestWrapper {

	private static final HttpServletRequest NOTHING = (HttpServletRequest) Proxy.newProxyInstance(
			StubRequest.class.getClassLoader(), new Class<?>[] { HttpServletRequest.class },
			(proxy, method, arguments) -> {
				// no exception, which the filter would survive
				throw new AssertionError(method.getName());
			});

	private final Map<String, String> headers;

	private final Map<String, Object> attributes = new HashMap<>();

	StubRequest(Map<String, String> headers) {
		super(NOTHING);
		this.headers = headers;
		this.attributes.put("org.springframework.web.servlet.HandlerMapping.bestMatchingPattern", "/users/{id}");
	}

	/** There is none in it. */
	@Override
	public ServletRequest getRequest() {
		return null;
	}

	@Override
	public Object getAttribute(String name) {
		return this.attributes.get(name);
	}

	@Override
	public void setAttribute(String name, Object value) {
		this.attributes.put(name, value);
	}

	@Override
	public String getHeader(String name) {
		return name.equals("user-agent") ? "Mozilla/5.0 (X11; Linux x86_64)" : this.headers.get(name);
	}

	@Override
	public Enumeration<String> getHeaders(String name) {
		return Collections.enumeration(Collections.singleton(getHeader(name)));
	}

	@Override
	public DispatcherType getDispatcherType() {
		return DispatcherType.REQUEST;
	}

	@Override
	public HttpServletMapping getHttpServletMapping() {
		return null;
	}

	@Override
	public boolean isAsyncStarted() {
		return false;
	}

	@Override
	public String getMethod() {
		return "GET";
	}

	@Override
	public String getScheme() {
		return "http";
	}

	@Override
	public String getRequestURI() {
		return "/users/7";
	}

	@Override
	public String getContextPath() {
		return "";
	}

	@Override
	public String getQueryString() {
		return "page=3&size=20";
	}

	@Override
	public String getProtocol() {
		return "HTTP/1.1";
	}

	@Override
	public String getServerName() {
		return "users.example";
	}

	@Override
	public int getServerPort() {
		return 8080;
	}

	@Override
	public String getRemoteAddr() {
		return "192.0.2.17";
	}

	@Override
	public int getRemotePort() {
		return 40_000;
	}

}
