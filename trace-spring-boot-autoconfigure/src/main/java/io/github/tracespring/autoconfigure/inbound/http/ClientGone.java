// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.http;

import java.io.IOException;
import java.util.Set;

/**
 * Tells an exception that only says that the client went away.
 */
final class ClientGone {

	/** Tomcat's, Jetty's, Spring's and Reactor Netty's, none of which must be present. */
	private static final Set<String> TYPES = Set.of("ClientAbortException", "EofException",
			"AsyncRequestNotUsableException", "AbortedException");

	/** Here it is the application that is the client, and the server that went away. */
	private static final Set<String> OUTBOUND = Set.of("WebClientRequestException", "ResourceAccessException");

	private static final int MAX_DEPTH = 16;

	private ClientGone() {
	}

	static boolean is(Throwable error) {
		Throwable cause = error;
		for (int depth = 0; cause != null && depth < MAX_DEPTH; depth++) {
			String type = cause.getClass().getSimpleName();
			if (OUTBOUND.contains(type)) {
				return false;
			}
			if (TYPES.contains(type)) {
				return true;
			}
			// Undertow writes straight to the socket
			if (cause.getClass() == IOException.class && "Broken pipe".equals(cause.getMessage())) {
				return true;
			}
			cause = cause.getCause();
		}
		return false;
	}

}
