// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.benchmarks.load;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Compares what tracing costs: the same application, traced in several ways, each in a
 * process of its own, under the same load in turn. The application has a core to itself,
 * the generator and the collector share the other.
 */
final class LoadComparison {

	/** Longer than any exporter waits for its batch to fill. */
	private static final long LAST_BATCH_MILLIS = 6000;

	private final Options options;

	private final Path benchmarks;

	private final MeteredProcess sink;

	private final List<Variant> variants;

	private final Results results = new Results();

	private LoadComparison(Options options, Path benchmarks, MeteredProcess sink) throws InterruptedException {
		this.options = options;
		this.benchmarks = benchmarks;
		this.sink = sink;
		int port = Integer.parseInt(sink.ask().split(" ")[0]);
		String agent = benchmarks.resolve("load/target/opentelemetry-javaagent.jar").toString();
		this.variants = Variant.all(port, agent).stream().filter(options::includes).toList();
	}

	/**
	 * Runs the comparison and prints its tables.
	 * @param args see {@link Options}, or {@code --faults} or {@code --soak}
	 * @throws Exception if a process fails
	 */
	public static void main(String[] args) throws Exception {
		if (args.length > 0 && args[0].startsWith("--faults")) {
			FaultComparison.run(args, benchmarks());
			return;
		}
		if (args.length > 0 && args[0].startsWith("--soak")) {
			Soak.run(args, benchmarks());
			return;
		}
		Options options = Options.of(args);
		Path jar = jar();
		// And so the sink, which inherits it
		Cores.pin(ProcessHandle.current().pid(), Cores.OTHERS);
		Path target = jar.toAbsolutePath().getParent();
		List<String> command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
				"-Dsun.net.httpserver.nodelay=true", "-cp", jar.toString(), Sink.class.getName());
		try (MeteredProcess sink = new MeteredProcess(command, target.resolve("sink.log"))) {
			new LoadComparison(options, target.getParent().getParent(), sink).run();
		}
	}

	private static Path benchmarks() throws URISyntaxException {
		return jar().toAbsolutePath().getParent().getParent().getParent();
	}

	private static Path jar() throws URISyntaxException {
		URI location = LoadComparison.class.getProtectionDomain().getCodeSource().getLocation().toURI();
		return Path.of(location);
	}

	private void run() throws Exception {
		System.err.println(this.options);
		timeStarts();
		for (int i = 0; i < this.options.restarts(); i++) {
			load();
		}
		this.results.print(arrived());
	}

	private void timeStarts() throws Exception {
		// The first start of each reads its jars from the disk, and is not counted
		for (int i = 0; i <= this.options.starts() && this.options.starts() > 0; i++) {
			for (Variant variant : rotated(i)) {
				if (variant.isUntraced()) {
					continue;
				}
				try (App app = App.start(variant, this.benchmarks)) {
					if (i > 0) {
						this.results.addStart(variant, app.startMillis());
					}
				}
			}
		}
	}

	private void load() throws Exception {
		Map<Variant, App> apps = new LinkedHashMap<>();
		try {
			for (Variant variant : this.variants) {
				App app = App.start(variant, this.benchmarks);
				apps.put(variant, app);
				app.warmUp(scenarios(variant), this.options);
			}
			for (int i = 0; i < this.options.rounds(); i++) {
				round(i, apps);
			}
			Thread.sleep(LAST_BATCH_MILLIS);
			countSteady(apps);
			apps.forEach((variant, app) -> this.results.addSpans(variant, app.spans()));
		}
		finally {
			for (App app : apps.values()) {
				app.close();
			}
		}
	}

	private void round(int number, Map<Variant, App> apps) throws Exception {
		for (Variant variant : rotated(number)) {
			for (Scenario scenario : scenarios(variant)) {
				Sample sample = apps.get(variant).measure(scenario, this.options);
				this.results.add(variant, scenario, sample);
				System.err.printf("%d %s %s: %.2f µs, %.0f B, %.0f/s%n", number, variant.name(), scenario.name(),
						sample.cpuMicros(), sample.allocated(), sample.perSecond());
			}
		}
	}

	/** That none of the variants saves itself the sending, where CPU is compared. */
	private void countSteady(Map<Variant, App> apps) throws Exception {
		Map<String, Long> before = arrived();
		Map<String, Long> made = new TreeMap<>();
		for (Map.Entry<Variant, App> entry : apps.entrySet()) {
			long spans = entry.getValue().spans();
			entry.getValue().measure(Scenario.ONE_STEADY, this.options);
			made.put(entry.getKey().path(), entry.getValue().spans() - spans);
		}
		Thread.sleep(LAST_BATCH_MILLIS);
		Map<String, Long> after = arrived();
		made.forEach((path, spans) -> this.results.addSteady(path, spans,
				after.getOrDefault(path, 0L) - before.getOrDefault(path, 0L)));
	}

	private static Scenario[] scenarios(Variant variant) {
		return variant.isUntraced() ? new Scenario[] { Scenario.ONE, Scenario.ONE_STEADY } : Scenario.values();
	}

	private List<Variant> rotated(int by) {
		List<Variant> rotated = new ArrayList<>(this.variants);
		Collections.rotate(rotated, by);
		return rotated;
	}

	private Map<String, Long> arrived() throws InterruptedException {
		String counts = this.sink.ask().split(" ", 2)[1];
		Map<String, Long> arrived = new TreeMap<>();
		for (String entry : counts.substring(1, counts.length() - 1).split(", ")) {
			String[] parts = entry.split("=");
			if (parts.length == 2) {
				arrived.put(parts[0], Long.parseLong(parts[1]));
			}
		}
		return arrived;
	}

}
