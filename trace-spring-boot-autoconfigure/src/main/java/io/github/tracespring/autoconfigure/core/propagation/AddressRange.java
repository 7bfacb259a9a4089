// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.propagation;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

import io.github.tracespring.autoconfigure.config.InvalidTelemetryPropertyException;

/**
 * An IP address, or those that share its first bits. Names are not looked up.
 */
final class AddressRange {

	private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";

	/** All that Java takes for an address, before it asks the name service. */
	private static final Pattern LITERAL = Pattern
		.compile(OCTET + "(\\." + OCTET + "){3}|(?=[^:]*:)[\\da-fA-F:][\\da-fA-F:.]*");

	/** The bits before an IPv4 address in one of IPv6, which Java takes off. */
	private static final int MAPPED = 96;

	private final byte[] network;

	private final int bits;

	private AddressRange(byte[] network, int bits) {
		this.network = network;
		this.bits = bits;
	}

	/**
	 * Reads an address or a range.
	 * @param property the property that holds it
	 * @param text for example {@code 10.0.0.0/8}, {@code 192.0.2.1} or {@code fd00::/8}
	 * @throws InvalidTelemetryPropertyException if it is neither
	 */
	static AddressRange parse(String property, String text) {
		int slash = text.indexOf('/');
		byte[] network = literal((slash < 0) ? text : text.substring(0, slash));
		if (network != null) {
			int all = network.length * Byte.SIZE;
			int bits = (slash < 0) ? all : bits(text.substring(slash + 1));
			if (slash >= 0 && all < MAPPED && text.indexOf(':') >= 0) {
				bits -= MAPPED;
			}
			if (bits >= 0 && bits <= all) {
				return new AddressRange(network, bits);
			}
		}
		throw new InvalidTelemetryPropertyException(property, text, "it is neither an IP address nor a range of them",
				"Write addresses such as 192.0.2.1 or ranges such as 10.0.0.0/8 and fd00::/8; names are not looked up.");
	}

	private static int bits(String text) {
		return text.matches("\\d{1,3}") ? Integer.parseInt(text) : -1;
	}

	/**
	 * Reads an address.
	 * @param text the address, maybe in brackets or with a zone
	 * @return its bytes, or {@code null} if it is none
	 */
	static byte[] literal(String text) {
		String address = (text.startsWith("[") && text.endsWith("]")) ? text.substring(1, text.length() - 1) : text;
		int zone = address.indexOf('%');
		address = (zone < 0) ? address : address.substring(0, zone);
		if (!LITERAL.matcher(address).matches()) {
			return null;
		}
		try {
			return InetAddress.getByName(address).getAddress();
		}
		catch (UnknownHostException ex) {
			return null;
		}
	}

	boolean contains(byte[] address) {
		if (address.length != this.network.length) {
			return false;
		}
		for (int bit = 0; bit < this.bits; bit++) {
			int mask = 0x80 >> (bit % Byte.SIZE);
			int at = bit / Byte.SIZE;
			if (((address[at] ^ this.network[at]) & mask) != 0) {
				return false;
			}
		}
		return true;
	}

}
