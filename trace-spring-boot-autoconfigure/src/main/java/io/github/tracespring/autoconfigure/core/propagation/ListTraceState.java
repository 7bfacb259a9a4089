// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.propagation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.TraceStateBuilder;

import io.github.tracespring.autoconfigure.config.Propagator;

/**
 * A {@code tracestate} as it came in: OpenTelemetry's own would lose members whose keys
 * are legal since the specification's level 2.
 *
 * @see <a href="https://www.w3.org/TR/trace-context-2/#tracestate-header">W3C Trace
 * Context, level 2, 3.3</a>
 */
final class ListTraceState implements TraceState {

	/** Members that a list may have. */
	static final int MAX_MEMBERS = 32;

	/** Characters that a key, and a value, may have. */
	private static final int MAX_LENGTH = 256;

	private final Map<String, String> members;

	private final String header;

	ListTraceState(Map<String, String> members) {
		this.members = Collections.unmodifiableMap(members);
		this.header = join(this);
	}

	/**
	 * Reads a header.
	 * @param header the header, of whatever many lines, or {@code null}
	 * @param malformed counts a list that is discarded
	 * @return the state; an empty one if any member is illegal or there are too many
	 */
	static TraceState parse(String header, MalformedHeaders malformed) {
		if (header == null || header.isEmpty()) {
			return TraceState.getDefault();
		}
		Map<String, String> members = new LinkedHashMap<>();
		int count = 0;
		for (int start = 0, end; start <= header.length(); start = end + 1) {
			end = header.indexOf(',', start);
			end = (end >= 0) ? end : header.length();
			String member = Ows.strip(header, start, end);
			if (!member.isEmpty()) {
				int equals = member.indexOf('=');
				count++;
				if (count > MAX_MEMBERS || equals < 0 || !isKey(member.substring(0, equals))
						|| !isValue(member.substring(equals + 1))) {
					malformed.add(Propagator.TRACECONTEXT);
					return TraceState.getDefault();
				}
				// the first is the newest
				members.putIfAbsent(member.substring(0, equals), member.substring(equals + 1));
			}
		}
		return members.isEmpty() ? TraceState.getDefault() : new ListTraceState(members);
	}

	/**
	 * Writes any state as a header.
	 * @param state a state that is not empty
	 * @return the header's value
	 */
	static String header(TraceState state) {
		return (state instanceof ListTraceState list) ? list.header : join(state);
	}

	private static String join(TraceState state) {
		StringBuilder header = new StringBuilder();
		state.forEach((key, value) -> header.append(header.isEmpty() ? "" : ",").append(key).append('=').append(value));
		return header.toString();
	}

	static boolean isKey(String key) {
		if (key.isEmpty() || key.length() > MAX_LENGTH || "_-*/@".indexOf(key.charAt(0)) >= 0) {
			return false;
		}
		return key.chars().allMatch((c) -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || "_-*/@".indexOf(c) >= 0);
	}

	static boolean isValue(String value) {
		return !value.isEmpty() && value.length() <= MAX_LENGTH && value.charAt(value.length() - 1) != ' '
				&& value.chars().allMatch((c) -> c >= ' ' && c <= '~' && c != ',' && c != '=');
	}

	@Override
	public String get(String key) {
		return this.members.get(key);
	}

	@Override
	public int size() {
		return this.members.size();
	}

	@Override
	public boolean isEmpty() {
		return this.members.isEmpty();
	}

	@Override
	public void forEach(BiConsumer<String, String> consumer) {
		this.members.forEach(consumer);
	}

	@Override
	public Map<String, String> asMap() {
		return this.members;
	}

	@Override
	public TraceStateBuilder toBuilder() {
		return new ListTraceStateBuilder(this.members);
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof TraceState state && header(state).equals(this.header);
	}

	@Override
	public int hashCode() {
		return this.header.hashCode();
	}

	@Override
	public String toString() {
		return this.header;
	}

}
