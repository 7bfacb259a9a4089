// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.config;

/**
 * What RFC 9110 allows in the name (5.6.2) and the value (5.5) of a header field.
 */
public final class HttpTokens {

	static final String REMEDY = "Write letters, digits and any of !#$%&'*+-.^_`|~ only.";

	private HttpTokens() {
	}

	/**
	 * Whether a text may be the name of a header.
	 * @param text the text
	 * @return whether it is a token
	 */
	public static boolean isToken(String text) {
		return !text.isEmpty() && text.chars().allMatch(HttpTokens::isTokenCharacter);
	}

	/** As much of a text that is no token as is safe to show: a secret may follow. */
	static String legalStart(String text) {
		int end = 0;
		while (end < text.length() && isTokenCharacter(text.charAt(end))) {
			end++;
		}
		return text.substring(0, end);
	}

	private static boolean isTokenCharacter(int c) {
		return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
				|| "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
	}

	/**
	 * Whether a text may be the value of a header: visible ASCII, spaces and tabs.
	 * @param text the text
	 * @return whether it may be sent
	 */
	public static boolean isFieldValue(String text) {
		return text.chars().allMatch((c) -> c == '\t' || (c >= ' ' && c <= '~'));
	}

}
