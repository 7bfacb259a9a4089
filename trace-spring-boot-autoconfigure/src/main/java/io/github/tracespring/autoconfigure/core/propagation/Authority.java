// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.propagation;

/**
 * The server that a client addresses (RFC 3986 section 3.2).
 *
 * @param host the host, an IPv6 address without its brackets, or {@code null}
 * @param port the port, or -1 if there is none
 */
public record Authority(String host, int port) {

	private static final Authority NONE = new Authority(null, -1);

	/**
	 * Reads an authority; what is no port is left with the host.
	 * @param text {@code host}, {@code host:port} or {@code [v6]:port}, with user
	 * information or without, or {@code null}
	 * @return the authority
	 */
	public static Authority parse(String text) {
		if (text == null || text.isEmpty()) {
			return NONE;
		}
		String host = text.substring(text.lastIndexOf('@') + 1);
		int colon = host.lastIndexOf(':');
		int port = -1;
		if (colon > host.lastIndexOf(']') && colon == host.indexOf(':', host.indexOf(']') + 1)) {
			String digits = host.substring(colon + 1);
			port = number(digits, 9);
			host = (port >= 0 || digits.isEmpty()) ? host.substring(0, colon) : host;
		}
		boolean bracketed = host.startsWith("[") && host.endsWith("]");
		return new Authority(bracketed ? host.substring(1, host.length() - 1) : host, port);
	}

	/** A number of so many decimal digits at most, or -1 if the text is none. */
	static int number(String text, int digits) {
		if (text.isEmpty() || text.length() > digits) {
			return -1;
		}
		int number = 0;
		for (int i = 0; i < text.length(); i++) {
			int digit = text.charAt(i) - '0';
			if (digit < 0 || digit > 9) {
				return -1;
			}
			number = number * 10 + digit;
		}
		return number;
	}

}
