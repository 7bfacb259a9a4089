// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.servlet;

import jakarta.servlet.ServletContext;

/**
 * Who says that a response is complete. The servlet API has no word for it: the filter
 * returns before the container makes the error page, and an asynchronous request
 * completes somewhere else.
 */
enum Completion {

	/**
	 * Destroys a request once, after its error page and its asynchronous work, and on the
	 * thread that logged what escaped.
	 */
	TOMCAT,

	/** Destroys a request once, too. */
	UNDERTOW,

	/** Destroys it after every dispatch, but has a listener for completion. */
	JETTY,

	/** Anything else, as MockMvc: the last dispatch is the end. */
	LAST_DISPATCH;

	static Completion of(ServletContext context) {
		String server = String.valueOf(context.getServerInfo());
		if (server.startsWith("Apache Tomcat")) {
			return TOMCAT;
		}
		if (server.startsWith("Undertow")) {
			return UNDERTOW;
		}
		return server.startsWith("jetty/") ? JETTY : LAST_DISPATCH;
	}

	boolean destroysRequestOnce() {
		return this == TOMCAT || this == UNDERTOW;
	}

}
