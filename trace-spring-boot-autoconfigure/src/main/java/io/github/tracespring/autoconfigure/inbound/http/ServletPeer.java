// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.http;

import java.lang.reflect.Field;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.util.ReflectionUtils;

/**
 * Who is at the other end of a servlet request's connection. What {@code getRemoteAddr()}
 * says may come from a header that anybody can send, if the application trusts its
 * proxies.
 */
public final class ServletPeer {

	/** What Tomcat's valve leaves after it looked for the address in a header. */
	private static final String FORWARDED = "org.apache.tomcat.request.forwarded";

	private ServletPeer() {
	}

	/**
	 * The request without the wrappers that hide or change what it says.
	 * @param request the request as the application sees it
	 * @return the container's own
	 */
	public static HttpServletRequest innermost(HttpServletRequest request) {
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
	public static String of(HttpServletRequest request) {
		String server = String.valueOf(request.getServletContext().getServerInfo());
		if (server.startsWith("jetty/")) {
			return JettyPeer.of(request);
		}
		if (server.startsWith("Apache Tomcat")) {
			return isRewritten(request) ? onTomcat(request) : request.getRemoteAddr();
		}
		boolean forwarded = request.getHeader("X-Forwarded-For") != null || request.getHeader("Forwarded") != null;
		return forwarded ? null : request.getRemoteAddr();
	}

	/**
	 * Whether Tomcat's valve has believed a header, and removed it.
	 * @param request the innermost request
	 * @return whether it has
	 */
	public static boolean isRewritten(ServletRequest request) {
		return request.getAttribute(FORWARDED) != null;
	}

	/** Tomcat tells the connection's address only behind its facade. */
	private static String onTomcat(HttpServletRequest facade) {
		try {
			Field field = ReflectionUtils.findField(facade.getClass(), "request");
			field.setAccessible(true);
			Object request = field.get(facade);
			return (String) request.getClass().getMethod("getPeerAddr").invoke(request);
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			return null;
		}
	}

}
