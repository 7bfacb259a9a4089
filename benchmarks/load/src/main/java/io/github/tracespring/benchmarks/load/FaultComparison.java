// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.benchmarks.load;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What becomes of spans and of the log when the collector fails, for several variants of
 * the same application, which have a collector each.
 */
final class FaultComparison {

	private FaultComparison() {
	}

	/**
	 * Measures and prints a row of a table for each fault.
	 * @param args {@code --faults}, or {@code --faults=} with names of faults, and
	 * {@code --variants=}
	 * @param benchmarks the directory of all modules
	 */
	static void run(String[] args, Path benchmarks) throws Exception {
		List<String> faults = names(args, "--faults=");
		List<String> variants = names(args, "--variants=");
		List<Peer> peers = Peer.ALL.stream()
			.filter((peer) -> variants.isEmpty() || variants.contains(peer.name()))
			.toList();
		System.out.println("| collector | " + String.join(" | ", peers.stream().map(Peer::name).toList()) + " |");
		System.out.println("|---".repeat(peers.size() + 1) + "|");
		for (Fault fault : Fault.values()) {
			if (faults.isEmpty() ? fault != Fault.NONE : faults.contains(fault.name().toLowerCase(Locale.ROOT))) {
				Map<Peer, String> cells = measure(peers, fault, benchmarks);
				System.out.println("| " + fault.title() + " | " + String.join(" | ", cells.values()) + " |");
			}
		}
	}

	private static List<String> names(String[] args, String option) {
		return Arrays.stream(args)
			.filter((arg) -> arg.startsWith(option))
			.flatMap((arg) -> Arrays.stream(arg.substring(option.length()).split(",")))
			.toList();
	}

	/** Side by side, where the load is light. */
	private static Map<Peer, String> measure(List<Peer> peers, Fault fault, Path benchmarks) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool((fault.rate() > 100) ? 1 : peers.size());
		try {
			Map<Peer, Future<String>> running = new LinkedHashMap<>();
			for (Peer peer : peers) {
				running.put(peer, threads.submit(() -> new FaultRun(peer, fault, benchmarks).measure()));
			}
			Map<Peer, String> cells = new LinkedHashMap<>();
			for (Map.Entry<Peer, Future<String>> run : running.entrySet()) {
				cells.put(run.getKey(), run.getValue().get());
			}
			return cells;
		}
		finally {
			threads.shutdownNow();
		}
	}

}
