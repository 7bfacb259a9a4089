// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.propagation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.TraceStateBuilder;

/**
 * What samplers change a {@code tracestate} with: a member that is set moves to the
 * front, and the last one goes if there are too many. What is illegal is left out.
 *
 * @see <a href="https://www.w3.org/TR/trace-context-2/#mutating-the-tracestate-field">W3C
 * Trace Context, level 2, 3.5</a>
 */
final class ListTraceStateBuilder implements TraceStateBuilder {

	private Map<String, String> members;

	ListTraceStateBuilder(Map<String, String> members) {
		this.members = new LinkedHashMap<>(members);
	}

	@Override
	public TraceStateBuilder put(String key, String value) {
		if (key != null && value != null && ListTraceState.isKey(key) && ListTraceState.isValue(value)) {
			Map<String, String> changed = new LinkedHashMap<>();
			changed.put(key, value);
			this.members.forEach(changed::putIfAbsent);
			this.members = changed;
		}
		return this;
	}

	@Override
	public TraceStateBuilder remove(String key) {
		this.members.remove(key);
		return this;
	}

	@Override
	public TraceState build() {
		if (this.members.isEmpty()) {
			return TraceState.getDefault();
		}
		Map<String, String> kept = new LinkedHashMap<>(this.members);
		List<String> keys = new ArrayList<>(kept.keySet());
		for (int i = ListTraceState.MAX_MEMBERS; i < keys.size(); i++) {
			kept.remove(keys.get(i));
		}
		return new ListTraceState(kept);
	}

}
