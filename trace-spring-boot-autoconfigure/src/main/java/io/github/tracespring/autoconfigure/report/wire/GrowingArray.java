// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.wire;

import java.util.Arrays;

/**
 * An array that something is written into.
 */
public final class GrowingArray {

	private GrowingArray() {
	}

	/**
	 * Makes room, of at least twice the size, so that many small steps cost no more than
	 * one.
	 * @param array the array that is full
	 * @param size how much of it is written
	 * @param more how much is to follow
	 * @return a larger array that begins with the same
	 * @throws ArithmeticException if it would be larger than an array can be
	 */
	public static byte[] grow(byte[] array, int size, int more) {
		long grown = Math.max(Math.addExact(size, more), 2L * array.length);
		return Arrays.copyOf(array, (int) Math.min(grown, Integer.MAX_VALUE - 8));
	}

}
