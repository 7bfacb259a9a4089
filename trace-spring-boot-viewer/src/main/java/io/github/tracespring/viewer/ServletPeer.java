// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.viewer;

import java.lang.reflect.Field;

import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.util.ReflectionUtils;

/**
 * Who is at the other end of a servlet request's connection. What {@code getRemoteAddr()}
 * says may come from a header that anybody can send, if the application trusts its
 * proxies.
 */
final class ServletPeer {

	/** What Tomcat's valve leaves after it looked for the address in a header. */
	private static final String FORWARDED = "org.apache.tomcat.request.forwarded";

	private ServletPeer() {
	}

	/** The request without the wrappers that hide or change headers. */
	static HttpServletRequest innermost(HttpServletRequest request) {
		HttpServletRequest innermost = request;
		while (innermost instanceof ServletRequestWrapper wrapper
				&& wrapper.getRequest() instanceof HttpServletRequest wrapped) {
			innermost = wrapped;
		}
		return innermost;
	}

	/**
	 * Finds the address.
	 * @param request the innermost request
	 * @return the address, or {@code null} if it can not be known
	 */
	static String of(HttpServletRequest request) {
		String server = String.valueOf(request.getServletContext().getServerInfo());
		if (server.startsWith("jetty/")) {
			return JettyPeer.of(request);
		}
		if (server.startsWith("Apache Tomcat")) {
			return (request.getAttribute(FORWARDED) != null) ? onTomcat(request) : request.getRemoteAddr();
		}
		boolean forwarded = request.getHeader("X-Forwarded-For") != null || request.getHeader("Forwarded") != null;
		return forwarded ? null : request.getRemoteAddr();
	}

	/**
	 * Tomcat's valve may have set the address, and tells it from the connection's only
	 * behind its facade. Where the two differ, there is a proxy or a liar.
	 */
	private static String onTomcat(HttpServletRequest facade) {
		try {
			Field field = ReflectionUtils.findField(facade.getClass(), "request");
			field.setAccessible(true);
			Object request = field.get(facade);
			Object peer = request.getClass().getMethod("getPeerAddr").invoke(request);
			return facade.getRemoteAddr().equals(peer) ? facade.getRemoteAddr() : null;
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			return null;
		}
	}

}
