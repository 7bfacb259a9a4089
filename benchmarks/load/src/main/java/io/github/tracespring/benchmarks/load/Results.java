// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.benchmarks.load;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/**
 * All measurements of a run, printed as Markdown.
 */
final class Results {

	private final Map<Variant, Map<Scenario, List<Sample>>> samples = new LinkedHashMap<>();

	private final Map<Variant, List<Double>> starts = new LinkedHashMap<>();

	/** By the path, in percent, the lowest. */
	private final Map<String, Double> steady = new HashMap<>();

	private final Map<Variant, Long> made = new LinkedHashMap<>();

	void add(Variant variant, Scenario scenario, Sample sample) {
		this.samples.computeIfAbsent(variant, (key) -> new EnumMap<>(Scenario.class))
			.computeIfAbsent(scenario, (key) -> new ArrayList<>())
			.add(sample);
	}

	void addStart(Variant variant, double millis) {
		this.starts.computeIfAbsent(variant, (key) -> new ArrayList<>()).add(millis);
	}

	/** Spans that the requests should have made. */
	void addSpans(Variant variant, long spans) {
		this.made.merge(variant, spans, Long::sum);
	}

	/** Spans of a load that leaves time to send them, and those that arrived. */
	void addSteady(String path, long spans, long arrived) {
		this.steady.merge(path, 100.0 * arrived / spans, Math::min);
	}

	void print(Map<String, Long> arrived) {
		for (Scenario scenario : Scenario.values()) {
			printScenario(scenario);
		}
		printThreads();
		printUntraced();
		printStarts();
		printSpans(arrived);
	}

	private void printScenario(Scenario scenario) {
		System.out.printf("%n### %s%n%n", scenario.title());
		System.out
			.println("| variant | CPU µs | over no tracing | x floor | x best peer | B allocated | over no tracing "
					+ "| x floor | requests/s | p99 µs |");
		System.out.println("|---|---|---|---|---|---|---|---|---|---|");
		double floor = cpuOver(Variant.FLOOR, scenario);
		double floorBytes = over(Variant.FLOOR, scenario, Sample::allocated);
		double peer = this.samples.keySet()
			.stream()
			.filter(Variant::isPeer)
			.mapToDouble((variant) -> cpuOver(variant.name(), scenario))
			.min()
			.orElse(Double.NaN);
		this.samples.forEach((variant, measured) -> {
			List<Sample> list = measured.get(scenario);
			if (list == null || variant.isUntraced()) {
				return;
			}
			double cpu = cpuOver(variant.name(), scenario);
			double bytes = over(variant.name(), scenario, Sample::allocated);
			System.out.printf("| %s | %.1f | %s | %.2f | %.2f | %.0f | %.0f | %.2f | %.0f | %.0f |%n", variant.name(),
					Spread.of(list, Sample::cpuMicros).median(), overSpread(variant.name(), scenario).toString("%+.1f"),
					cpu / floor, cpu / peer, Spread.of(list, Sample::allocated).median(), bytes, bytes / floorBytes,
					Spread.of(list, Sample::perSecond).median(), Spread.of(list, Sample::p99Micros).median());
		});
	}

	private void printThreads() {
		TreeSet<String> groups = new TreeSet<>();
		this.samples.values()
			.forEach((measured) -> measured.values()
				.forEach((list) -> list.forEach((sample) -> groups.addAll(sample.cpuByThreads().keySet()))));
		System.out.printf("%n### CPU µs per request, by threads%n%n| variant | request | %s |%n|---|---%s|%n",
				String.join(" | ", groups), "|---".repeat(groups.size()));
		this.samples.forEach((variant, measured) -> measured.forEach((scenario, list) -> {
			System.out.printf("| %s | %s |", variant.name(), scenario.name());
			groups.forEach((group) -> System.out.printf(" %.2f |",
					Spread.of(list, (sample) -> sample.cpuByThreads().getOrDefault(group, 0.0)).median()));
			System.out.println();
		}));
	}

	private void printUntraced() {
		System.out.printf("%n### Not traced, as a share of what a sampled request costs%n%n"
				+ "| variant | CPU µs over no tracing | x sampled | B over no tracing | x sampled |%n|---|---|---|---|---|%n");
		this.samples.keySet().stream().filter(Variant::isUntraced).forEach((variant) -> {
			double bytes = over(variant.name(), Scenario.ONE_STEADY, Sample::allocated);
			System.out.printf("| %s | %s | %.2f | %.0f | %.2f |%n", variant.name(),
					overSpread(variant.name(), Scenario.ONE_STEADY).toString("%+.1f"),
					cpuOver(variant.name(), Scenario.ONE_STEADY) / cpuOver(Variant.OURS, Scenario.ONE_STEADY), bytes,
					bytes / over(Variant.OURS, Scenario.ONE_STEADY, Sample::allocated));
		});
	}

	private void printStarts() {
		System.out.printf("%n### Start of the process to its first answer%n%n"
				+ "| variant | s | over no tracing |%n|---|---|---|%n");
		List<Double> base = this.starts.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().name().equals(Variant.NONE))
			.map(Map.Entry::getValue)
			.findFirst()
			.orElse(List.of());
		double none = Spread.of(base, Double::doubleValue).median();
		this.starts.forEach((variant, list) -> System.out.printf("| %s | %s | %+.2f |%n", variant.name(),
				Spread.of(list, (millis) -> millis / 1000).toString("%.2f"),
				(Spread.of(list, Double::doubleValue).median() - none) / 1000));
	}

	private void printSpans(Map<String, Long> arrived) {
		System.out.printf("%n### Spans%n%n| variant | made | arrived | arrived of %d a second |%n|---|---|---|---|%n",
				Scenario.ONE_STEADY.perSecond());
		this.made.forEach((variant, count) -> {
			if (!variant.isUntraced() && !variant.name().equals(Variant.NONE)) {
				long there = arrived.getOrDefault(variant.path(), 0L);
				System.out.printf("| %s | %d | %.1f %% | %.1f %% |%n", variant.name(), count, 100.0 * there / count,
						this.steady.get(variant.path()));
			}
		});
	}

	private double cpuOver(String variant, Scenario scenario) {
		return over(variant, scenario, Sample::cpuMicros);
	}

	private double over(String variant, Scenario scenario, ToDoubleFunction<Sample> value) {
		return Spread.over(samples(variant, scenario), samples(Variant.NONE, scenario), value).median();
	}

	private Spread overSpread(String variant, Scenario scenario) {
		return Spread.over(samples(variant, scenario), samples(Variant.NONE, scenario), Sample::cpuMicros);
	}

	private List<Sample> samples(String variant, Scenario scenario) {
		return this.samples.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().name().equals(variant))
			.map((entry) -> entry.getValue().getOrDefault(scenario, List.of()))
			.findFirst()
			.orElse(List.of());
	}

}
