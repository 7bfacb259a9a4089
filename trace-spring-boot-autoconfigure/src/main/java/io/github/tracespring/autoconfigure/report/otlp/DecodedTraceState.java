// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.otlp;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.TraceStateBuilder;

/**
 * The members of a trace state as they were written: OpenTelemetry's own would lose those
 * whose keys it does not know to be legal.
 *
 * @param asMap the members
 */
record DecodedTraceState(Map<String, String> asMap) implements TraceState {

	static TraceState parse(String text) {
		Map<String, String> members = new LinkedHashMap<>();
		for (String member : text.split(",")) {
			int equals = member.indexOf('=');
			if (equals > 0) {
				members.put(member.substring(0, equals), member.substring(equals + 1));
			}
		}
		return members.isEmpty() ? TraceState.getDefault()
				: new DecodedTraceState(Collections.unmodifiableMap(members));
	}

	@Override
	public String get(String key) {
		return this.asMap.get(key);
	}

	@Override
	public int size() {
		return this.asMap.size();
	}

	@Override
	public boolean isEmpty() {
		return this.asMap.isEmpty();
	}

	@Override
	public void forEach(BiConsumer<String, String> consumer) {
		this.asMap.forEach(consumer);
	}

	@Override
	public TraceStateBuilder toBuilder() {
		TraceStateBuilder builder = TraceState.builder();
		this.asMap.forEach(builder::put);
		return builder;
	}

}
