// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.propagation;

import java.util.Enumeration;

/**
 * What one value a header has that came in several lines (RFC 9110 section 5.3), by the
 * rules of the W3C specifications.
 */
public final class HeaderLines {

	private HeaderLines() {
	}

	/**
	 * Makes one value of a header's lines. Several {@code traceparent} lines are none at
	 * all, so that a new trace starts (Trace Context section 3.2); the lines of any other
	 * header, such as {@code tracestate} and {@code baggage}, are one list.
	 * @param name the header's name
	 * @param lines its lines, in order, or {@code null}
	 * @return the value, or {@code null} if there is none
	 */
	public static String join(String name, Enumeration<String> lines) {
		if (lines == null || !lines.hasMoreElements()) {
			return null;
		}
		String first = lines.nextElement();
		if (!lines.hasMoreElements()) {
			return first;
		}
		if (name.equalsIgnoreCase("traceparent")) {
			return null;
		}
		StringBuilder value = new StringBuilder(first.isBlank() ? "" : first);
		while (lines.hasMoreElements()) {
			String line = lines.nextElement();
			if (!line.isBlank()) {
				value.append(value.isEmpty() ? "" : ",").append(line);
			}
		}
		return value.toString();
	}

}
