// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.benchmarks.load;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The middle of what was measured, and how far it spreads.
 */
final class Spread {

	private final double[] sorted;

	private Spread(double[] values) {
		this.sorted = values;
		Arrays.sort(this.sorted);
	}

	static <T> Spread of(List<T> all, ToDoubleFunction<T> value) {
		return new Spread(all.stream().mapToDouble(value).toArray());
	}

	/** What each measurement has over the one of the same round. */
	static <T> Spread over(List<T> all, List<T> base, ToDoubleFunction<T> value) {
		double[] differences = new double[all.size()];
		for (int i = 0; i < differences.length; i++) {
			differences[i] = value.applyAsDouble(all.get(i)) - value.applyAsDouble(base.get(i));
		}
		return new Spread(differences);
	}

	double median() {
		return at(0.5);
	}

	private double at(double quantile) {
		if (this.sorted.length == 0) {
			return Double.NaN;
		}
		double index = quantile * (this.sorted.length - 1);
		int low = (int) index;
		int high = Math.min(low + 1, this.sorted.length - 1);
		return this.sorted[low] + (this.sorted[high] - this.sorted[low]) * (index - low);
	}

	/** The median with the quartiles. */
	String toString(String format) {
		return (format + " (" + format + "…" + format + ")").formatted(median(), at(0.25), at(0.75));
	}

}
