// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.propagation;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

import io.github.tracespring.autoconfigure.config.Propagator;

/**
 * Counts what came in as tracing headers and could not be used. It is not logged, since
 * whoever calls decides how much there is of it.
 */
public final class MalformedHeaders {

	private final Map<Propagator, LongAdder> counts = new EnumMap<>(Propagator.class);

	/** Creates the counters, all at zero. */
	public MalformedHeaders() {
		for (Propagator format : Propagator.values()) {
			this.counts.put(format, new LongAdder());
		}
	}

	/** Counts a header, or a member of a list that is skipped without the others. */
	void add(Propagator format) {
		this.counts.get(format).increment();
	}

	/**
	 * How much was left out since the start.
	 * @return by format, the number of headers, and of entries of baggage, that were
	 * malformed or beyond the limits
	 */
	public Map<Propagator, Long> counts() {
		Map<Propagator, Long> sums = new EnumMap<>(Propagator.class);
		this.counts.forEach((format, count) -> sums.put(format, count.sum()));
		return Collections.unmodifiableMap(sums);
	}

	/**
	 * How much was left out since the start, of whatever format.
	 * @return the sum of all counts
	 */
	public long total() {
		return counts().values().stream().mapToLong(Long::longValue).sum();
	}

}
