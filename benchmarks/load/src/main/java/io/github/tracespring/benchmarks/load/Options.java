// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.benchmarks.load;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How long and how often is measured.
 *
 * @param variants parts of the names of the variants to run, empty for all
 * @param restarts how often each variant is started for the load
 * @param rounds rounds of all variants after each restart
 * @param seconds seconds of one measurement
 * @param warmUp seconds of load before the first round
 * @param starts starts of each variant that are timed
 * @param connections keep-alive connections of the generator
 */
record Options(List<String> variants, int restarts, int rounds, double seconds, double warmUp, int starts,
		int connections) {

	private static final Options SHORT = new Options(List.of(), 1, 5, 1, 16, 1, 8);

	private static final Options LONG = new Options(List.of(), 3, 9, 2, 30, 5, 8);

	static Options of(String[] args) {
		Map<String, String> given = new HashMap<>();
		for (String arg : args) {
			String[] parts = arg.split("=", 2);
			given.put(parts[0], (parts.length > 1) ? parts[1] : "");
		}
		Options base = (given.remove("--long") != null) ? LONG : SHORT;
		Options options = new Options(
				Arrays.stream(given.getOrDefault("--variants", "").split(","))
					.filter((name) -> !name.isEmpty())
					.toList(),
				(int) number(given, "--restarts", base.restarts), (int) number(given, "--rounds", base.rounds),
				number(given, "--seconds", base.seconds), number(given, "--warm-up", base.warmUp),
				(int) number(given, "--starts", base.starts), (int) number(given, "--connections", base.connections));
		given.keySet()
			.removeAll(List.of("--variants", "--restarts", "--rounds", "--seconds", "--warm-up", "--starts",
					"--connections"));
		if (!given.isEmpty()) {
			throw new IllegalArgumentException("Unknown: " + given.keySet());
		}
		return options;
	}

	private static double number(Map<String, String> given, String name, double otherwise) {
		return given.containsKey(name) ? Double.parseDouble(given.get(name)) : otherwise;
	}

	/** Exact names, so that "ours" does not mean all that begin with it. */
	boolean includes(Variant variant) {
		return this.variants.isEmpty() || this.variants.contains(variant.name());
	}

}
