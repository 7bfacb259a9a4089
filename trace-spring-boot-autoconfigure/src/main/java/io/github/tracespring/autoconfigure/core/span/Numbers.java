// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.span;

/**
 * Ports and status codes as the objects that attributes take. Most requests have the same
 * few, so those are made once.
 */
public final class Numbers {

	private static final int PLACES = 1024;

	/** Each in the place of its last bits. A race makes one more object, no wrong one. */
	private static final Long[] KNOWN = new Long[PLACES];

	private Numbers() {
	}

	/**
	 * The object for a number.
	 * @param number the number
	 * @return its object, most likely the one that was returned before
	 */
	public static Long of(int number) {
		int place = number & (PLACES - 1);
		Long known = KNOWN[place];
		if (known == null || known != number) {
			known = (long) number;
			KNOWN[place] = known;
		}
		return known;
	}

}
