// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.propagation;

import java.net.InetAddress;
import java.net.UnknownHostException;

import io.github.tracespring.autoconfigure.config.InvalidTelemetryPropertyException;

/**
 * An IP address, or those that share its first bits. Names are not looked up.
 */
final class AddressRange {

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
		return Authority.number(text, 3);
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
		if (!isIpv4(address) && !isLikeIpv6(address)) {
			return null;
		}
		try {
			return InetAddress.getByName(address).getAddress();
		}
		catch (UnknownHostException ex) {
			return null;
		}
	}

	private static boolean isIpv4(String text) {
		int octets = 0;
		for (int start = 0, end; start <= text.length() && octets < 5; start = end + 1) {
			end = text.indexOf('.', start);
			end = (end >= 0) ? end : text.length();
			int octet = Authority.number(text.substring(start, end), 3);
			boolean padded = end - start > 1 && text.charAt(start) == '0';
			if (octet < 0 || octet > 255 || padded) {
				return false;
			}
			octets++;
		}
		return octets == 4;
	}

	/** All that Java takes for an address, before it asks the name service. */
	private static boolean isLikeIpv6(String text) {
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			boolean digit = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
			if (!digit && c != ':' && (c != '.' || i == 0)) {
				return false;
			}
		}
		return text.indexOf(':') >= 0;
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
