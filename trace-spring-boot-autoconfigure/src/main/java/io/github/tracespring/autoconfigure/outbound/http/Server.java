// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.http;

import java.net.URI;

import io.opentelemetry.api.trace.SpanBuilder;

import io.github.tracespring.autoconfigure.core.span.HttpKeys;

/**
 * The server that a URL names.
 *
 * @param address the host, an IPv6 address without its brackets, or {@code null}
 * @param port the port, the scheme's own if the URL names none, or -1
 */
record Server(String address, int port) {

	static Server of(URI uri) {
		String host = uri.getHost();
		int port = uri.getPort();
		if (host == null && uri.getRawAuthority() != null) {
			// Not a host name to java.net.URI, for example one with an underscore
			String authority = uri.getRawAuthority();
			host = authority.substring(authority.lastIndexOf('@') + 1);
			int colon = host.lastIndexOf(':');
			if (colon >= 0) {
				port = number(host, colon + 1);
				host = host.substring(0, colon);
			}
		}
		if (host != null && host.startsWith("[") && host.endsWith("]")) {
			host = host.substring(1, host.length() - 1);
		}
		return new Server(host, (port >= 0) ? port : defaultPort(uri.getScheme()));
	}

	private static int number(String text, int start) {
		try {
			return Integer.parseInt(text, start, text.length(), 10);
		}
		catch (NumberFormatException ex) {
			return -1;
		}
	}

	private static int defaultPort(String scheme) {
		if ("http".equalsIgnoreCase(scheme)) {
			return 80;
		}
		return "https".equalsIgnoreCase(scheme) ? 443 : -1;
	}

	void write(SpanBuilder span) {
		if (this.address != null && !this.address.isEmpty()) {
			span.setAttribute(HttpKeys.SERVER_ADDRESS, this.address);
			if (this.port >= 0) {
				span.setAttribute(HttpKeys.SERVER_PORT, (long) this.port);
			}
		}
	}

}
