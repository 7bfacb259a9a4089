// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.propagation;

import java.nio.charset.StandardCharsets;

/**
 * Percent-encoding of UTF-8 (RFC 3986, 2.1).
 */
final class PercentCodec {

	private static final char[] DIGITS = "0123456789ABCDEF".toCharArray();

	private PercentCodec() {
	}

	/**
	 * Decodes what is encoded. What is no code stays as it is; bytes that are not UTF-8
	 * become the replacement character.
	 * @param text ASCII text
	 * @return the decoded text
	 */
	static String decode(String text) {
		if (text.indexOf('%') < 0) {
			return text;
		}
		byte[] source = text.getBytes(StandardCharsets.UTF_8);
		byte[] bytes = new byte[source.length];
		int length = 0;
		for (int i = 0; i < source.length; i++) {
			int code = (source[i] == '%') ? code(source, i + 1) : -1;
			bytes[length++] = (code >= 0) ? (byte) code : source[i];
			i += (code >= 0) ? 2 : 0;
		}
		return new String(bytes, 0, length, StandardCharsets.UTF_8);
	}

	private static int code(byte[] text, int at) {
		if (at + 1 >= text.length) {
			return -1;
		}
		int high = Character.digit(text[at], 16);
		int low = Character.digit(text[at + 1], 16);
		return (high >= 0 && low >= 0) ? high << 4 | low : -1;
	}

	/**
	 * Encodes all but what baggage may hold (W3C Baggage, 3.3.1.3).
	 * @param text any text
	 * @param more ASCII characters that stay as they are, in addition
	 * @return ASCII text
	 */
	static String encode(String text, String more) {
		if (text.chars().allMatch((c) -> stays(c, more))) {
			return text;
		}
		StringBuilder encoded = new StringBuilder(text.length() * 2);
		for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
			if (stays(b, more)) {
				encoded.append((char) b);
			}
			else {
				encoded.append('%').append(DIGITS[b >> 4 & 0xf]).append(DIGITS[b & 0xf]);
			}
		}
		return encoded.toString();
	}

	private static boolean stays(int c, String more) {
		return (isOctet(c) && c != '%') || (c > 0 && more.indexOf(c) >= 0);
	}

	/** Whether baggage's values may hold a character (W3C Baggage, 3.3.1). */
	static boolean isOctet(int c) {
		return c > ' ' && c <= '~' && c != '"' && c != ',' && c != ';' && c != '\\';
	}

}
