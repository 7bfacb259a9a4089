// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.viewer;

import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/**
 * What the viewer has to know of a request, whichever server it came in by.
 *
 * @param method the method
 * @param path the path below the viewer's own, without its first slash; {@code null} for
 * the viewer's path without a slash
 * @param query the raw query, or {@code null}
 * @param headers the lines of a header, as they came in
 * @param peer the address at the other end of the connection, whatever headers say;
 * {@code null} if it is unknown
 * @param body the body
 */
record ViewerRequest(String method, String path, String query, Function<String, List<String>> headers, String peer,
		InputStream body) {

	boolean isRead() {
		return this.method.equals("GET") || this.method.equals("HEAD");
	}

	/**
	 * Reads a header that has one value.
	 * @return the first line, or {@code null}
	 */
	String header(String name) {
		List<String> lines = this.headers.apply(name);
		return lines.isEmpty() ? null : lines.get(0);
	}

	/**
	 * Reads a query parameter.
	 * @return the decoded value, or {@code null} if it is missing or empty
	 */
	String parameter(String name) {
		if (this.query == null) {
			return null;
		}
		for (String pair : this.query.split("&")) {
			int equals = pair.indexOf('=');
			if (equals > 0 && equals < pair.length() - 1 && pair.substring(0, equals).equals(name)) {
				return decode(pair.substring(equals + 1));
			}
		}
		return null;
	}

	private static String decode(String value) {
		try {
			return URLDecoder.decode(value, StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			throw new RefusedException(400, "The query is not percent-encoded: " + value);
		}
	}

	/**
	 * Reads a query parameter that is a number.
	 * @param absent the value where there is none
	 */
	long positive(String name, long absent) {
		String value = parameter(name);
		if (value == null) {
			return absent;
		}
		try {
			long number = Long.parseLong(value);
			if (number > 0) {
				return number;
			}
		}
		catch (NumberFormatException ex) {
			// said below
		}
		throw new RefusedException(400, name + " must be a whole number above 0, not '" + value + "'");
	}

	/**
	 * Reads a query parameter that must be there.
	 */
	String required(String name) {
		String value = parameter(name);
		if (value == null) {
			throw new RefusedException(400, "The parameter " + name + " is missing");
		}
		return value;
	}

}
