// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.viewer;

import jakarta.servlet.http.HttpServletRequest;

import io.github.tracespring.autoconfigure.inbound.http.ServletPeer;

/**
 * Who is at the other end of a servlet request's connection, and speaks for nobody else.
 */
final class DirectPeer {

	private DirectPeer() {
	}

	/**
	 * Finds the address. Where Tomcat has believed a header that says another one, there
	 * is a proxy or a liar.
	 * @param request the innermost request
	 * @return the address, or {@code null} if it can not be known
	 */
	static String of(HttpServletRequest request) {
		String peer = ServletPeer.of(request);
		boolean differs = ServletPeer.isRewritten(request) && !request.getRemoteAddr().equals(peer);
		return differs ? null : peer;
	}

}
