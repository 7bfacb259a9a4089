// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.log;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArraySet;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.context.Context;
import org.slf4j.MDC;

import io.github.tracespring.autoconfigure.core.propagation.BaggageValues;

/**
 * The keys of baggage that one application has in its log. The storage that puts them
 * there serves the whole JVM, so it puts what any application asks for, as long as that
 * is not closed.
 */
final class BaggageFields implements AutoCloseable {

	private static final Collection<BaggageFields> open = new CopyOnWriteArraySet<>();

	/** Of all that are open, each once. */
	private static volatile List<String> all = List.of();

	private final List<String> keys;

	private BaggageFields(List<String> keys) {
		this.keys = keys;
	}

	static BaggageFields open(List<String> keys) {
		BaggageFields fields = new BaggageFields(List.copyOf(keys));
		open.add(fields);
		collect();
		return fields;
	}

	@Override
	public void close() {
		open.remove(this);
		collect();
	}

	private static synchronized void collect() {
		all = open.stream().flatMap((fields) -> fields.keys.stream()).distinct().toList();
	}

	/**
	 * What the MDC has to hold when one context gives way to another; {@code null} for a
	 * key that is to go. Where neither has an entry the key is the user's own, and not
	 * touched.
	 */
	static Map<String, String> changes(Context from, Context to) {
		List<String> keys = all;
		if (keys.isEmpty()) {
			return Map.of();
		}
		Baggage before = baggage(from);
		Baggage after = baggage(to);
		if (before == after) {
			return Map.of();
		}
		Map<String, String> changes = new LinkedHashMap<>();
		for (String key : keys) {
			String old = BaggageValues.get(before, key);
			String value = BaggageValues.get(after, key);
			if (!Objects.equals(old, value) && (value != null || old.equals(MDC.get(key)))) {
				changes.put(key, value);
			}
		}
		return changes;
	}

	private static Baggage baggage(Context context) {
		return (context != null) ? Baggage.fromContextOrNull(context) : null;
	}

}
