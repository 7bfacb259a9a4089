// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.propagation;

import io.opentelemetry.api.baggage.Baggage;

/**
 * What of a baggage entry may leave the baggage, for the log or a span. Whoever calls the
 * application decides what a value is, so it is neither long nor can it forge a line of
 * the log.
 */
public final class BaggageValues {

	private static final int MAX_LENGTH = 1024;

	private BaggageValues() {
	}

	/**
	 * Reads an entry.
	 * @param baggage the baggage, or {@code null}
	 * @param key the entry's key
	 * @return the first 1024 characters of its value, with spaces for control characters,
	 * or {@code null} if there is no such entry
	 */
	public static String get(Baggage baggage, String key) {
		String value = (baggage != null) ? baggage.getEntryValue(key) : null;
		if (value == null || (value.length() <= MAX_LENGTH && value.chars().noneMatch(BaggageValues::breaksLines))) {
			return value;
		}
		StringBuilder safe = new StringBuilder(value);
		safe.setLength(Math.min(value.length(), MAX_LENGTH));
		for (int i = 0; i < safe.length(); i++) {
			if (breaksLines(safe.charAt(i))) {
				safe.setCharAt(i, ' ');
			}
		}
		if (Character.isHighSurrogate(safe.charAt(safe.length() - 1))) {
			safe.setLength(safe.length() - 1);
		}
		return safe.toString();
	}

	private static boolean breaksLines(int c) {
		return Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
	}

}
