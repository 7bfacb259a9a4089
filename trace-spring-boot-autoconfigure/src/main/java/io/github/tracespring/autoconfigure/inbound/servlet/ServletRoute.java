// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.servlet;

import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.MappingMatch;

/**
 * The route that a request matched: Spring MVC's pattern, or for any other servlet the
 * mapping, with the context path before it.
 */
final class ServletRoute {

	/** Constants of Spring MVC, which need not be there. */
	private static final String PATTERN = "org.springframework.web.servlet.HandlerMapping.bestMatchingPattern";

	private static final String HANDLER = "org.springframework.web.servlet.HandlerMapping.bestMatchingHandler";

	private static final String DISPATCHER = "org.springframework.web.servlet.DispatcherServlet.CONTEXT";

	private static final String RESOURCES = "org.springframework.web.servlet.resource.ResourceHttpRequestHandler";

	private ServletRoute() {
	}

	static String of(HttpServletRequest request) {
		Object pattern = request.getAttribute(PATTERN);
		HttpServletMapping mapping = request.getHttpServletMapping();
		MappingMatch match = (mapping != null) ? mapping.getMappingMatch() : null;
		if (pattern != null) {
			String prefix = (match == MappingMatch.PATH) ? request.getServletPath() : "";
			return concat(request.getContextPath(), prefix, pattern.toString());
		}
		boolean specific = match == MappingMatch.EXACT || match == MappingMatch.PATH || match == MappingMatch.EXTENSION;
		if (!specific || request.getAttribute(DISPATCHER) != null) {
			return null;
		}
		return concat(request.getContextPath(), "", mapping.getPattern());
	}

	private static String concat(String contextPath, String prefix, String pattern) {
		return (contextPath.isEmpty() && prefix.isEmpty()) ? pattern : contextPath + prefix + pattern;
	}

	static boolean isStaticResource(HttpServletRequest request) {
		Object handler = request.getAttribute(HANDLER);
		return handler != null && handler.getClass().getName().equals(RESOURCES);
	}

}
