// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.viewer;

import java.util.List;
import java.util.Locale;

import zipkin2.Endpoint;

import org.springframework.util.StringUtils;

/**
 * Who may use the viewer: browsers and services on this machine, as long as they mean it.
 * A page of another site can make the browser send requests here, and read the answers if
 * its own name resolves to this machine; both show in headers that it can not change.
 */
final class Access {

	private static final String REMEDY = "; telemetry.viewer.allow-remote=true opens it to others";

	/** What names the clients that a proxy speaks for. */
	private static final List<String> FORWARDED = List.of("X-Forwarded-For", "X-Real-IP");

	private final boolean allowRemote;

	Access(boolean allowRemote) {
		this.allowRemote = allowRemote;
	}

	/**
	 * Checks a request.
	 * @throws RefusedException if it is not to be served
	 */
	void check(ViewerRequest request) {
		String host = request.header("Host");
		if (!this.allowRemote) {
			if (!isLoopback(request.peer()) || isForwardedForOthers(request)) {
				throw new RefusedException(403, "The trace viewer serves only this machine" + REMEDY);
			}
			if (host == null || !isLocalName(withoutPort(host))) {
				throw new RefusedException(403, "The trace viewer is only at localhost" + REMEDY);
			}
		}
		checkSite(request, host);
	}

	private static void checkSite(ViewerRequest request, String host) {
		String origin = request.header("Origin");
		boolean foreign = origin != null && !origin.substring(origin.indexOf("://") + 1).equals("//" + host);
		String site = request.header("Sec-Fetch-Site");
		boolean crossSite = site != null && !site.equals("same-origin") && !site.equals("none");
		boolean link = request.isRead() && "navigate".equals(request.header("Sec-Fetch-Mode"));
		if (foreign || (crossSite && !link)) {
			throw new RefusedException(403, "The trace viewer serves no other site's pages");
		}
	}

	private static boolean isForwardedForOthers(ViewerRequest request) {
		for (String header : FORWARDED) {
			for (String line : request.headers().apply(header)) {
				for (String client : line.split(",", -1)) {
					if (!isLoopback(withoutPort(client))) {
						return true;
					}
				}
			}
		}
		for (String line : request.headers().apply("Forwarded")) {
			for (String pair : StringUtils.tokenizeToStringArray(line, ";,")) {
				if (pair.regionMatches(true, 0, "for=", 0, 4)
						&& !isLoopback(withoutPort(unquoted(pair.substring(4))))) {
					return true;
				}
			}
		}
		return false;
	}

	private static String unquoted(String value) {
		String text = value.startsWith("\"") ? value.substring(1) : value;
		int quote = text.indexOf('"');
		return (quote < 0) ? text : text.substring(0, quote);
	}

	private static boolean isLocalName(String host) {
		String name = host.toLowerCase(Locale.ROOT);
		return name.equals("localhost") || name.endsWith(".localhost") || isLoopback(name);
	}

	private static String withoutPort(String host) {
		String trimmed = host.trim();
		boolean plainIpv6 = !trimmed.startsWith("[") && trimmed.indexOf(':') != trimmed.lastIndexOf(':');
		int digits = trimmed.length();
		while (digits > 0 && trimmed.charAt(digits - 1) >= '0' && trimmed.charAt(digits - 1) <= '9') {
			digits--;
		}
		boolean port = !plainIpv6 && digits > 0 && trimmed.charAt(digits - 1) == ':';
		return port ? trimmed.substring(0, digits - 1) : trimmed;
	}

	/** Whether a text is a literal loopback address; names are not resolved. */
	private static boolean isLoopback(String address) {
		if (address == null) {
			return false;
		}
		int zone = address.indexOf('%');
		String literal = (zone < 0) ? address : address.substring(0, zone);
		literal = literal.startsWith("[") ? literal.substring(1) : literal;
		literal = literal.endsWith("]") ? literal.substring(0, literal.length() - 1) : literal;
		Endpoint.Builder endpoint = Endpoint.newBuilder();
		if (!endpoint.parseIp(literal)) {
			return false;
		}
		Endpoint parsed = endpoint.build();
		return (parsed.ipv4() != null) ? parsed.ipv4().startsWith("127.") : "::1".equals(parsed.ipv6());
	}

}
