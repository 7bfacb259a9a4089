// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.viewer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;

import zipkin2.Span;
import zipkin2.codec.SpanBytesEncoder;

/**
 * The little JSON that Zipkin's codecs do not write; Boot's lines differ in the Jackson
 * that they bring.
 */
final class Json {

	private Json() {
	}

	static byte[] strings(Collection<String> values) {
		StringBuilder json = new StringBuilder("[");
		for (String value : values) {
			quote(json.append((json.length() > 1) ? "," : ""), value);
		}
		return json.append(']').toString().getBytes(StandardCharsets.UTF_8);
	}

	private static void quote(StringBuilder json, String text) {
		json.append('"');
		text.chars().forEach((c) -> {
			if (c == '"' || c == '\\') {
				json.append('\\').append((char) c);
			}
			else if (c < ' ') {
				json.append(String.format("\\u%04x", c));
			}
			else {
				json.append((char) c);
			}
		});
		json.append('"');
	}

	static byte[] traces(List<List<Span>> traces) {
		ByteArrayOutputStream json = new ByteArrayOutputStream();
		json.write('[');
		for (List<Span> trace : traces) {
			if (json.size() > 1) {
				json.write(',');
			}
			json.writeBytes(SpanBytesEncoder.JSON_V2.encodeList(trace));
		}
		json.write(']');
		return json.toByteArray();
	}

}
