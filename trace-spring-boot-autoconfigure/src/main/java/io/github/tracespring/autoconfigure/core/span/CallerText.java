// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.span;

/**
 * What a caller decides, for a span: as long as all that is usual, however much a server
 * lets in.
 */
public final class CallerText {

	/** Characters that are kept. */
	static final int MAX_LENGTH = 4096;

	private CallerText() {
	}

	/**
	 * Cuts a text.
	 * @param text what the caller sent, or {@code null}
	 * @return its first 4096 characters, the same string if there are no more
	 */
	public static String of(String text) {
		return (text == null || text.length() <= MAX_LENGTH) ? text : text.substring(0, MAX_LENGTH);
	}

}
