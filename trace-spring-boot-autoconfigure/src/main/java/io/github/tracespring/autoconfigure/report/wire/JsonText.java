// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.wire;

import java.util.List;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;

/**
 * Attributes as text, for where a back end has no type for them: primitives plain, lists
 * and objects as JSON.
 */
public final class JsonText {

	private JsonText() {
	}

	/**
	 * Writes the value of an attribute.
	 * @param value any value
	 * @return a list as a JSON array, anything else plain
	 */
	public static String tag(Object value) {
		return (value instanceof List<?> list) ? write(new StringBuilder(), list).toString() : plain(value);
	}

	/**
	 * Writes all attributes.
	 * @param attributes the attributes
	 * @return a JSON object
	 */
	public static String object(Attributes attributes) {
		StringBuilder json = new StringBuilder("{");
		attributes.forEach((key, value) -> {
			if (json.length() > 1) {
				json.append(',');
			}
			write(write(json, key.getKey()).append(':'), value);
		});
		return json.append('}').toString();
	}

	/**
	 * Writes a text.
	 * @param text any text
	 * @return a JSON string with its quotes
	 */
	public static String string(String text) {
		return write(new StringBuilder(), text).toString();
	}

	private static String plain(Object value) {
		return (value instanceof Value<?> typed) ? typed.asString() : String.valueOf(value);
	}

	private static StringBuilder write(StringBuilder json, Object value) {
		if (value instanceof List<?> list) {
			json.append('[');
			for (int i = 0; i < list.size(); i++) {
				write(json.append((i > 0) ? "," : ""), list.get(i));
			}
			return json.append(']');
		}
		boolean bare = value == null || value instanceof Boolean || value instanceof Long || isFinite(value);
		return bare ? json.append(value) : quote(json, plain(value));
	}

	private static boolean isFinite(Object value) {
		return value instanceof Double number && Double.isFinite(number);
	}

	private static StringBuilder quote(StringBuilder json, String text) {
		json.append('"');
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			switch (c) {
				case '"', '\\' -> json.append('\\').append(c);
				case '\n' -> json.append("\\n");
				case '\r' -> json.append("\\r");
				case '\t' -> json.append("\\t");
				default -> {
					if (c < ' ') {
						json.append(String.format("\\u%04x", (int) c));
					}
					else {
						json.append(c);
					}
				}
			}
		}
		return json.append('"');
	}

}
