// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.opentelemetry.context.propagation.TextMapGetter;

import io.github.tracespring.autoconfigure.core.propagation.HeaderLines;

/**
 * Headers as the fuzzer writes them, a line each: {@code name: value}. Bytes are
 * characters, as a server reads them.
 */
public final class HeaderText {

	/** Reads headers as the adapters do. */
	public static final TextMapGetter<HeaderText> GETTER = new TextMapGetter<>() {

		@Override
		public Iterable<String> keys(HeaderText headers) {
			return headers.lines.keySet();
		}

		@Override
		public String get(HeaderText headers, String name) {
			return headers.get(name);
		}

	};

	private final Map<String, List<String>> lines = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

	private HeaderText() {
	}

	/**
	 * Reads what the fuzzer wrote.
	 * @param input the lines
	 * @return the headers
	 */
	public static HeaderText of(byte[] input) {
		HeaderText headers = new HeaderText();
		for (String line : new String(input, StandardCharsets.ISO_8859_1).split("\n")) {
			int colon = line.indexOf(':', 1);
			if (colon > 0) {
				headers.add(line.substring(0, colon), line.substring(colon + 1).strip());
			}
		}
		return headers;
	}

	private void add(String name, String value) {
		this.lines.computeIfAbsent(name, (key) -> new ArrayList<>()).add(value);
	}

	/**
	 * All lines of a header, in order.
	 * @param name the name, in any case
	 * @return the lines, none if it is absent
	 */
	public List<String> all(String name) {
		return this.lines.getOrDefault(name, List.of());
	}

	/**
	 * A header as the adapters read it.
	 * @param name the name, in any case
	 * @return the value, or {@code null} if it is absent
	 */
	public String get(String name) {
		return HeaderLines.join(name, Collections.enumeration(all(name)));
	}

	/**
	 * A header that has a value in any case.
	 * @param name the name, in any case
	 * @param absent the value where there is none
	 * @return the value
	 */
	public String get(String name, String absent) {
		String value = get(name);
		return (value != null) ? value : absent;
	}

}
