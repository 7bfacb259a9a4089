// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where finished spans go, worked out from any form that users write: {@code host},
 * {@code host:port}, a URL with or without path and credentials, for {@link Batcher#FILE}
 * a path, or for {@link Batcher#JAEGER} an agent.
 *
 * @param uri the absolute address, without credentials; a {@code file:} URI for a file,
 * {@code udp://host:port} for an agent
 * @param authorization the {@code Authorization} header that credentials in the address
 * ask for, or {@code null}
 */
public record Endpoint(URI uri, String authorization) {

	private static final String REMEDY = "Write host:port or http(s)://host[:port][/path], for example %s."
			+ " An IPv6 address stands in brackets, and special characters in credentials are percent-encoded.";

	private static final Pattern SCHEME = Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]*:/");

	/**
	 * Works out the address.
	 * @param value what the user wrote
	 * @param batcher the kind of back end, which knows the usual port and path
	 * @param defaultPath the path where the value has none
	 * @param secure whether a value without a scheme uses TLS
	 * @param property the property to name if the value is malformed
	 * @return the endpoint
	 * @throws InvalidTelemetryPropertyException if the value is malformed
	 */
	static Endpoint parse(String value, Batcher batcher, String defaultPath, boolean secure, String property) {
		String text = value.trim();
		if (batcher == Batcher.FILE) {
			return file(text, property);
		}
		boolean hasScheme = SCHEME.matcher(text).find();
		try {
			URI uri = new URI(hasScheme ? text : (secure ? "https://" : "http://") + text).parseServerAuthority();
			boolean agent = batcher == Batcher.JAEGER && !hasScheme && JaegerEndpoint.isAgent(uri.getPort());
			String scheme = agent ? "udp" : uri.getScheme().toLowerCase(Locale.ROOT);
			String flaw = flaw(uri, scheme, batcher);
			if (flaw != null) {
				throw malformed(property, text, flaw, batcher);
			}
			if (scheme.equals("udp")) {
				int port = (uri.getPort() < 0) ? JaegerEndpoint.AGENT_PORT : uri.getPort();
				return new Endpoint(URI.create("udp://" + uri.getHost() + ":" + port), null);
			}
			int port = (uri.getPort() < 0 && !hasScheme) ? batcher.port() : uri.getPort();
			String path = (batcher == Batcher.OTLPGRPC) ? null : path(uri.getRawPath(), defaultPath);
			String query = (uri.getRawQuery() != null) ? "?" + uri.getRawQuery() : "";
			URI address = URI.create(scheme + "://" + uri.getHost() + ((port < 0) ? "" : ":" + port)
					+ ((path != null) ? path + query : ""));
			return new Endpoint(address, basic(uri.getUserInfo()));
		}
		catch (URISyntaxException ex) {
			// the reason, unlike the message, does not repeat the input
			throw malformed(property, text, "it is not an address (" + ex.getReason() + ")", batcher);
		}
	}

	/** Whether it is on this machine, as its address says; names are not looked up. */
	boolean isLocal() {
		String host = this.uri.getHost();
		return host != null && (host.equalsIgnoreCase("localhost") || host.equals("[::1]")
				|| (host.startsWith("127.") && host.matches("[0-9.]+")));
	}

	/** What is wrong with an address, {@code null} if nothing is. */
	private static String flaw(URI uri, String scheme, Batcher batcher) {
		boolean udp = scheme.equals("udp") && batcher == Batcher.JAEGER;
		if (!scheme.equals("http") && !scheme.equals("https") && !udp) {
			return "the scheme is not http or https" + ((batcher == Batcher.JAEGER) ? " or udp" : "");
		}
		if (afterAuthority(uri).indexOf('@') >= 0) {
			// credentials that hold a / or ? look like host, port and path
			return "an @ stands behind the host";
		}
		if (uri.getHost() == null) {
			return "it names no host";
		}
		if (uri.getPort() == 0 || uri.getPort() > 65535 || uri.getRawAuthority().endsWith(":")) {
			return "the port is not between 1 and 65535";
		}
		return (udp && uri.getUserInfo() != null) ? "UDP carries no credentials" : null;
	}

	private static String afterAuthority(URI uri) {
		return uri.getRawPath() + uri.getRawQuery() + uri.getRawFragment();
	}

	private static Endpoint file(String text, String property) {
		try {
			if (text.contains("://") && !text.startsWith("file:")) {
				throw new IllegalArgumentException("an address");
			}
			Path path = text.startsWith("file:") ? Path.of(URI.create(text)) : Path.of(text);
			return new Endpoint(path.toAbsolutePath().toUri(), null);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidTelemetryPropertyException(property, mask(text), "it is not the path of a file",
					"For the file batcher write the path of a file, for example /var/log/traces.jsonl.");
		}
	}

	private static String path(String path, String defaultPath) {
		return (path == null || path.isEmpty() || path.equals("/")) ? defaultPath : path;
	}

	private static String basic(String userInfo) {
		return (userInfo != null)
				? "Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8)) : null;
	}

	private static InvalidTelemetryPropertyException malformed(String property, String value, String reason,
			Batcher batcher) {
		String example = "http://localhost:" + batcher.port() + batcher.path();
		String agent = (batcher == Batcher.JAEGER) ? " For an agent write udp://host:6831." : "";
		return new InvalidTelemetryPropertyException(property, mask(value), reason,
				String.format(REMEDY, example) + agent);
	}

	Endpoint withCredentials(String userInfo) {
		return new Endpoint(this.uri, basic(userInfo));
	}

	/**
	 * Masks whatever may be credentials or a query in a malformed address; rather too
	 * much than too little, as a password may hold any character.
	 * @param value any text
	 * @return the text as it may be shown
	 */
	public static String mask(String value) {
		int scheme = value.indexOf("://");
		int start = (scheme < 0) ? 0 : scheme + 3;
		int at = value.lastIndexOf('@');
		String shown = (at < 0) ? value : ((at < start) ? "" : value.substring(0, start)) + "***" + value.substring(at);
		int query = shown.indexOf('?');
		return (query < 0) ? shown : shown.substring(0, query) + "?***";
	}

	/**
	 * The address as it may be shown: without credentials and query.
	 * @return the address, a plain path for a file
	 */
	@Override
	public String toString() {
		if ("file".equals(this.uri.getScheme())) {
			return Path.of(this.uri).toString();
		}
		String text = (this.authorization != null) ? this.uri.toString().replaceFirst("://", "://***@")
				: this.uri.toString();
		int query = text.indexOf('?');
		return (query < 0) ? text : text.substring(0, query) + "?***";
	}

}
