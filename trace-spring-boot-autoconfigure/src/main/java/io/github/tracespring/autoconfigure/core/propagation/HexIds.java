// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.propagation;

import java.util.Locale;

/**
 * Ids in hexadecimal digits.
 */
final class HexIds {

	/** Digits of a trace's id. */
	static final int TRACE = 32;

	/** Digits of a span's id, and of a trace's in the years before. */
	static final int SPAN = 16;

	private HexIds() {
	}

	static boolean isLowerHex(String text, int from, int to) {
		for (int i = from; i < to; i++) {
			char c = text.charAt(i);
			if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
				return false;
			}
		}
		return true;
	}

	static boolean isZero(String id) {
		for (int i = 0; i < id.length(); i++) {
			if (id.charAt(i) != '0') {
				return false;
			}
		}
		return true;
	}

	/**
	 * Makes an id whole.
	 * @param id an id of up to that many digits
	 * @param length how many digits it is to have
	 * @return the id in lower case with zeros in front, or {@code null} if it is none
	 */
	static String pad(String id, int length) {
		if (id == null || id.isEmpty() || id.length() > length) {
			return null;
		}
		String lower = id.toLowerCase(Locale.ROOT);
		if (!isLowerHex(lower, 0, lower.length()) || isZero(lower)) {
			return null;
		}
		return (lower.length() == length) ? lower : "0".repeat(length - lower.length()) + lower;
	}

}
