// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.http;

/**
 * What of a URI template may be a name.
 */
final class UriTemplates {

	private UriTemplates() {
	}

	/**
	 * The path of a template, which is all that says what is called. Text without a
	 * variable is no template: callers put ids into it by hand, and a path must never
	 * become a name.
	 * @param template a template as users write it, for example
	 * {@code http://localhost:{port}/users/{id}?sort={sort}}, or {@code null}
	 * @return for example <code>/users/{id}</code>, or {@code null} if there is none
	 */
	static String path(String template) {
		if (template == null || template.indexOf('{') < 0) {
			return null;
		}
		int length = template.length();
		int start = start(template);
		int end = start;
		for (int depth = 0; end < length; end++) {
			char c = template.charAt(end);
			if (c == '{') {
				depth++;
			}
			else if (c == '}') {
				depth--;
			}
			else if (depth == 0 && (c == '?' || c == '#')) {
				break;
			}
		}
		if (start >= end) {
			return null;
		}
		String path = template.substring(start, end);
		return (path.charAt(0) == '/') ? path : "/" + path;
	}

	/** Skips scheme and authority, whether they are written out or a variable. */
	private static int start(String template) {
		int authority = template.indexOf("://");
		if (authority < 0 && template.charAt(0) != '{') {
			return 0;
		}
		int slash = template.indexOf('/', (authority >= 0) ? authority + 3 : 0);
		return (slash >= 0) ? slash : template.length();
	}

}
