// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.span;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Takes secrets out of what is written on a span: the values of query parameters with a
 * secret's name, and credentials in a URL. The names are compared without regard to case,
 * separators and percent-encoding; a {@code *} at either end of a pattern stands for
 * anything.
 *
 * @see <a href=
 * "https://opentelemetry.io/docs/specs/semconv/registry/attributes/url/">Semantic
 * conventions, url.full and url.query</a>
 */
public final class QueryRedactor {

	/** What is replaced unless the user names other parameters. */
	static final List<String> DEFAULTS = List.of("*password*", "*passwd*", "pwd", "*secret*", "*token*", "*api key*",
			"*access key*", "*session*", "*signature*", "*credential*", "sig", "code", "authorization");

	private static final String REDACTED = "REDACTED";

	private static final int MAX_CACHED = 1024;

	private static final int MAX_NAME = 64;

	private final List<Pattern> patterns;

	/** Whether a name is secret, by the name as it was written. */
	private final Map<String, Boolean> decisions = new ConcurrentHashMap<>();

	/**
	 * Creates a redactor.
	 * @param patterns the names, or {@code null} for the default
	 */
	public QueryRedactor(List<String> patterns) {
		this.patterns = ((patterns != null) ? patterns : DEFAULTS).stream().map(Pattern::of).toList();
	}

	/**
	 * Redacts a query.
	 * @param query the raw query without its question mark, or {@code null}
	 * @return the query with each secret value replaced, the same string if there is none
	 */
	public String query(String query) {
		if (query == null || query.indexOf('=') < 0) {
			return query;
		}
		StringBuilder redacted = null;
		int copied = 0;
		int length = query.length();
		int name = 0;
		for (int i = 0; i < length; i++) {
			char c = query.charAt(i);
			if (c == '&' || c == ';') {
				name = i + 1;
			}
			else if (c == '=' && name >= 0) {
				boolean secret = isSecret(query.substring(name, i));
				name = -1;
				if (secret) {
					redacted = (redacted != null) ? redacted : new StringBuilder(length);
					redacted.append(query, copied, i + 1).append(REDACTED);
					// a ; may be part of the secret
					int end = query.indexOf('&', i);
					copied = (end >= 0) ? end : length;
					i = copied - 1;
				}
			}
		}
		return (redacted != null) ? redacted.append(query, copied, length).toString() : query;
	}

	/**
	 * Redacts a URL.
	 * @param uri a URL, as a rule an absolute one
	 * @return the URL with credentials and secret query values replaced, without fragment
	 */
	public String url(URI uri) {
		String query = uri.getRawQuery();
		String redacted = query(query);
		String authority = uri.getRawAuthority();
		int at = (authority != null) ? authority.lastIndexOf('@') : -1;
		if (at < 0 && redacted == query && uri.getRawFragment() == null) {
			return uri.toString();
		}
		StringBuilder url = new StringBuilder();
		if (uri.getScheme() != null) {
			url.append(uri.getScheme()).append(':');
		}
		if (authority != null) {
			String credentials = (authority.lastIndexOf(':', at) >= 0) ? REDACTED + ":" + REDACTED : REDACTED;
			url.append("//").append((at >= 0) ? credentials + authority.substring(at) : authority);
		}
		url.append(uri.isOpaque() ? uri.getRawSchemeSpecificPart() : uri.getRawPath());
		return ((redacted != null) ? url.append('?').append(redacted) : url).toString();
	}

	private boolean isSecret(String name) {
		Boolean known = this.decisions.get(name);
		if (known == null) {
			String plain = normalize(name);
			known = this.patterns.stream().anyMatch((pattern) -> pattern.matches(plain));
			if (this.decisions.size() < MAX_CACHED && name.length() <= MAX_NAME) {
				this.decisions.put(name, known);
			}
		}
		return known;
	}

	/** Keeps the letters and digits, in lower case, of the percent-decoded name. */
	private static String normalize(String name) {
		StringBuilder plain = new StringBuilder(name.length());
		for (int i = 0; i < name.length(); i++) {
			int c = name.charAt(i);
			if (c == '%' && i + 2 < name.length()) {
				int high = Character.digit(name.charAt(i + 1), 16);
				int low = Character.digit(name.charAt(i + 2), 16);
				if (high >= 0 && low >= 0) {
					c = high * 16 + low;
					i += 2;
				}
			}
			if (Character.isLetterOrDigit(c)) {
				plain.append((char) Character.toLowerCase(c));
			}
		}
		return plain.toString();
	}

	private record Pattern(String text, boolean openStart, boolean openEnd) {

		static Pattern of(String pattern) {
			return new Pattern(normalize(pattern), pattern.startsWith("*"), pattern.endsWith("*"));
		}

		boolean matches(String name) {
			if (this.openStart && this.openEnd) {
				return name.contains(this.text);
			}
			if (this.openStart) {
				return name.endsWith(this.text);
			}
			return this.openEnd ? name.startsWith(this.text) : name.equals(this.text);
		}

	}

}
