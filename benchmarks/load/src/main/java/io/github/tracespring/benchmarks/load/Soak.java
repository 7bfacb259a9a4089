// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.benchmarks.load;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/**
 * Ours under load for minutes, with a collector that fails in one way after the other,
 * each time for twenty seconds after twenty good ones: neither live heap nor threads nor
 * open files grow.
 */
final class Soak {

	private static final int PHASE_SECONDS = 20;

	/** Those at which the application runs on. */
	private static final List<Fault> FAULTS = List.of(Fault.REFUSES, Fault.HANGS, Fault.UNAVAILABLE, Fault.BUSY,
			Fault.RESTS, Fault.REDIRECTS, Fault.PARTIAL, Fault.REJECTS, Fault.SLOW, Fault.CHATTY);

	private final List<Footprint> footprints = new ArrayList<>();

	private final int rate;

	private Soak(int rate) {
		this.rate = rate;
	}

	/**
	 * Runs and prints what the application takes after each fault.
	 * @param args {@code --soak}, or {@code --soak=} with minutes, ten by default, and
	 * {@code --rate=} with requests per second, 2,000 by default
	 * @param benchmarks the directory of all modules
	 * @throws Exception if something grows, or a process fails
	 */
	static void run(String[] args, Path benchmarks) throws Exception {
		new Soak(number(args, "--rate=", 2000)).run(number(args, "--soak=", 10), benchmarks);
	}

	private static int number(String[] args, String option, int otherwise) {
		for (String arg : args) {
			if (arg.startsWith(option)) {
				return Integer.parseInt(arg.substring(option.length()));
			}
		}
		return otherwise;
	}

	private void run(int minutes, Path benchmarks) throws Exception {
		try (FaultyCollector collector = new FaultyCollector();
				App app = App.start(Peer.ALL.get(0).at(collector.port()), benchmarks, "256m", "soak")) {
			Load load = new Load(app, this.rate);
			System.out.println("| seconds | after | requests | arrived | " + Footprint.TITLES + " |");
			System.out.println("|---|---|---|---|---|---|---|");
			long start = System.nanoTime();
			long end = start + TimeUnit.MINUTES.toNanos(minutes);
			for (int i = 0; System.nanoTime() < end; i++) {
				Fault fault = FAULTS.get(i % FAULTS.size());
				collector.turn(fault);
				TimeUnit.SECONDS.sleep(PHASE_SECONDS);
				collector.turn(Fault.NONE);
				TimeUnit.SECONDS.sleep(PHASE_SECONDS);
				Footprint footprint = Footprint.of(app.pid());
				this.footprints.add(footprint);
				System.out.printf("| %d | %s | %d | %d | %s |%n",
						TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start), fault, load.completed(),
						collector.distinct(), footprint);
			}
			load.stop();
		}
		check("live heap in KB", Footprint::heap, 2048);
		check("threads", Footprint::threads, 4);
		check("open files", Footprint::files, 8);
		System.out.println("Nothing grows.");
	}

	/** The second half is no higher than the first, whose start is not counted. */
	private void check(String what, ToLongFunction<Footprint> value, long tolerance) {
		int middle = Math.max(2, (this.footprints.size() + 1) / 2);
		long first = max(this.footprints.subList(1, middle), value);
		long second = max(this.footprints.subList(middle, this.footprints.size()), value);
		if (second > first + tolerance) {
			throw new IllegalStateException("It grows: " + what + " from " + first + " to " + second);
		}
	}

	private static long max(List<Footprint> footprints, ToLongFunction<Footprint> value) {
		return footprints.stream().mapToLong(value).max().orElseThrow();
	}

}
