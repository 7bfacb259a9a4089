// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.http;

import java.net.URI;

import io.opentelemetry.api.trace.SpanBuilder;

import io.github.tracespring.autoconfigure.core.propagation.Authority;
import io.github.tracespring.autoconfigure.core.span.HttpKeys;
import io.github.tracespring.autoconfigure.core.span.Numbers;

/**
 * The server that a URL names.
 *
 * @param address the host, an IPv6 address without its brackets, or {@code null}
 * @param port the port, the scheme's own if the URL names none, or -1
 */
record Server(String address, int port) {

	/** Of the authority as written: a name with an underscore is none to java.net.URI. */
	static Server of(URI uri) {
		String host = uri.getHost();
		Authority authority = (host == null || host.startsWith("[")) ? Authority.parse(uri.getRawAuthority())
				: new Authority(host, uri.getPort());
		return new Server(authority.host(), (authority.port() >= 0) ? authority.port() : defaultPort(uri.getScheme()));
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
				span.setAttribute(HttpKeys.SERVER_PORT, Numbers.of(this.port));
			}
		}
	}

}
