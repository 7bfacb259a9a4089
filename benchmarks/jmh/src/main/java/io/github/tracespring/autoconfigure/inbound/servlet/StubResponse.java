// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.servlet;

import java.lang.reflect.Proxy;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;

/**
 * A response that costs nothing.
 */
final class StubResponse extends HttpServletResponseWrapper {

	private static final HttpServletResponse NOTHING = (HttpServletResponse) Proxy.newProxyInstance(
			StubResponse.class.getClassLoader(), new Class<?>[] { HttpServletResponse.class },
			(proxy, method, arguments) -> {
				throw new AssertionError(method.getName());
			});

	private String header;

	StubResponse() {
		super(NOTHING);
	}

	@Override
	public boolean containsHeader(String name) {
		return this.header != null;
	}

	@Override
	public void setHeader(String name, String value) {
		this.header = value;
	}

	@Override
	public int getStatus() {
		return SC_OK;
	}

	@Override
	public boolean isCommitted() {
		return false;
	}

}
