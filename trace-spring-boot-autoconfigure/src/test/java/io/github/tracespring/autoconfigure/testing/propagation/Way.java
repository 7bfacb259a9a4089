// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.testing.propagation;

import org.springframework.boot.WebApplicationType;

/**
 * The ways through an application: a server and a client.
 */
enum Way {

	SERVLET_REST_TEMPLATE(WebApplicationType.SERVLET, "/rest-template"),

	SERVLET_REST_CLIENT(WebApplicationType.SERVLET, "/rest-client"),

	SERVLET_WEB_CLIENT(WebApplicationType.SERVLET, "/web-client"),

	WEBFLUX_WEB_CLIENT(WebApplicationType.REACTIVE, "/web-client");

	private final WebApplicationType server;

	private final String path;

	Way(WebApplicationType server, String path) {
		this.server = server;
		this.path = path;
	}

	WebApplicationType server() {
		return this.server;
	}

	String path() {
		return this.path;
	}

}
