// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.span;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Methods and span names of HTTP, bounded whatever a request holds.
 *
 * @see <a href=
 * "https://opentelemetry.io/docs/specs/semconv/http/http-spans/#name">Semantic
 * conventions for HTTP spans, name</a>
 */
public final class HttpNames {

	/** What {@code http.request.method} is for a method outside the known set. */
	public static final String OTHER = "_OTHER";

	private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS",
			"TRACE", "PATCH", "QUERY");

	private static final int MAX_CACHED = 1024;

	private static final Map<String, Map<String, String>> NAMES = new ConcurrentHashMap<>();

	private HttpNames() {
	}

	/**
	 * The method as an attribute: one of the known set, or {@link #OTHER}.
	 * @param method the method as it was sent, or {@code null}; methods are
	 * case-sensitive
	 * @return a bounded value
	 */
	public static String method(String method) {
		return (method != null && METHODS.contains(method)) ? method : OTHER;
	}

	/**
	 * The name of a span.
	 * @param method what {@link #method} returned
	 * @param route the route or URI template, or {@code null} if there is none
	 * @return {@code GET /users/{id}}, or {@code GET} without a route
	 */
	public static String span(String method, String route) {
		String verb = method.equals(OTHER) ? "HTTP" : method;
		if (route == null || route.isEmpty()) {
			return verb;
		}
		Map<String, String> names = NAMES.computeIfAbsent(verb, (key) -> new ConcurrentHashMap<>());
		String name = names.get(route);
		if (name == null) {
			name = verb + " " + route;
			if (names.size() < MAX_CACHED) {
				names.put(route, name);
			}
		}
		return name;
	}

}
