// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.http;

import java.net.InetSocketAddress;

import jakarta.servlet.ServletRequest;
import org.eclipse.jetty.server.Request;

/**
 * Who is at the other end of a connection of Jetty's, whose core alone tells. The types
 * between servlet and core differ in Jetty's lines.
 */
final class JettyPeer {

	private JettyPeer() {
	}

	static String of(ServletRequest request) {
		try {
			Class<?> type = Class.forName(request.getClass().getPackageName() + ".ServletContextRequest", false,
					request.getClass().getClassLoader());
			Request core = (Request) type.getMethod("getServletContextRequest", ServletRequest.class)
				.invoke(null, request);
			return (core.getConnectionMetaData()
				.getConnection()
				.getEndPoint()
				.getRemoteSocketAddress() instanceof InetSocketAddress peer) ? peer.getAddress().getHostAddress()
						: null;
		}
		catch (ReflectiveOperationException | RuntimeException | LinkageError ex) {
			return null;
		}
	}

}
