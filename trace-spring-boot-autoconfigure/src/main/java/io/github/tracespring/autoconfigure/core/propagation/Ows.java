// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.propagation;

/**
 * Optional white space around what a header holds (RFC 9110, 5.6.3): spaces and tabs, no
 * others.
 */
final class Ows {

	private Ows() {
	}

	static String strip(String text, int from, int to) {
		int start = from;
		int end = to;
		while (start < end && is(text.charAt(start))) {
			start++;
		}
		while (end > start && is(text.charAt(end - 1))) {
			end--;
		}
		return text.substring(start, end);
	}

	static String strip(String text) {
		return strip(text, 0, text.length());
	}

	static boolean isBlank(String text, int from, int to) {
		int i = from;
		while (i < to && is(text.charAt(i))) {
			i++;
		}
		return i == to;
	}

	private static boolean is(char c) {
		return c == ' ' || c == '\t';
	}

}
