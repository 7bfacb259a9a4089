// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.propagation;

import java.util.List;

import io.github.tracespring.autoconfigure.config.InvalidTelemetryPropertyException;
import io.github.tracespring.autoconfigure.config.PathPatterns;
import io.github.tracespring.autoconfigure.config.TelemetryPropagationProperties;

/**
 * Whose trace, sampling decision and baggage go on here. What can not be known is not
 * trusted.
 */
public final class IncomingTrust {

	private final boolean anybody;

	private final PathPatterns paths;

	private final List<AddressRange> addresses;

	private IncomingTrust(boolean anybody, PathPatterns paths, List<AddressRange> addresses) {
		this.anybody = anybody;
		this.paths = paths;
		this.addresses = addresses;
	}

	/**
	 * Takes what the user wrote.
	 * @param properties who is trusted
	 * @return the trust
	 * @throws InvalidTelemetryPropertyException if a path or an address is malformed
	 */
	public static IncomingTrust of(TelemetryPropagationProperties properties) {
		List<String> paths = properties.getTrustedPaths();
		List<String> addresses = properties.getTrustedAddresses();
		return new IncomingTrust(properties.isTrustIncoming(),
				(paths != null) ? new PathPatterns("telemetry.propagation.trusted-paths", paths) : null,
				(addresses != null) ? addresses.stream()
					.map((range) -> AddressRange.parse("telemetry.propagation.trusted-addresses", range.trim()))
					.toList() : null);
	}

	/**
	 * Whether everybody is trusted, so that nobody need be asked for path and address.
	 * @return whether there is no limit
	 */
	public boolean isForAll() {
		return this.anybody && this.paths == null && this.addresses == null;
	}

	/**
	 * Whether a caller is trusted.
	 * @param path the raw path that is asked for
	 * @param contextPath what of it names the application, empty for the root
	 * @param peer the address at the other end of the connection, whatever headers say,
	 * or {@code null} if it can not be known
	 * @return whether both are among those that are trusted
	 */
	public boolean includes(String path, String contextPath, String peer) {
		return this.anybody && (this.paths == null || includesPath(path, contextPath))
				&& (this.addresses == null || includesAddress(peer));
	}

	private boolean includesPath(String path, String contextPath) {
		return path.startsWith(contextPath) && !isDisguised(path)
				&& this.paths.match(path.substring(contextPath.length()));
	}

	/** Whether a server may take it for another path than the text of it says. */
	private static boolean isDisguised(String path) {
		for (int i = 0; i < path.length(); i++) {
			char c = path.charAt(i);
			boolean segment = i == 0 || path.charAt(i - 1) == '/';
			if (c == '\\' || isCode(path, i, "%2f") || isCode(path, i, "%5c") || (segment && isDots(path, i))) {
				return true;
			}
		}
		return false;
	}

	/** Whether a segment is one dot, or two. */
	private static boolean isDots(String path, int start) {
		int end = afterDot(path, afterDot(path, start));
		return end > start && (end == path.length() || path.charAt(end) == '/' || path.charAt(end) == ';');
	}

	private static int afterDot(String path, int at) {
		if (at < path.length() && path.charAt(at) == '.') {
			return at + 1;
		}
		return isCode(path, at, "%2e") ? at + 3 : at;
	}

	private static boolean isCode(String path, int at, String code) {
		return path.regionMatches(true, at, code, 0, code.length());
	}

	private boolean includesAddress(String peer) {
		byte[] address = (peer != null) ? AddressRange.literal(peer) : null;
		return address != null && this.addresses.stream().anyMatch((range) -> range.contains(address));
	}

}
