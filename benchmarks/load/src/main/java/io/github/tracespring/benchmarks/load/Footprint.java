// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a process takes.
 *
 * @param heap kilobytes of objects that are reachable
 * @param threads its threads
 * @param files its open files and sockets
 */
record Footprint(long heap, long threads, long files) {

	static final String TITLES = "live heap, KB | threads | open files";

	static Footprint of(long pid) throws IOException, InterruptedException {
		Path process = Path.of("/proc", String.valueOf(pid));
		return new Footprint(liveBytes(pid) / 1024, count(process.resolve("task")), count(process.resolve("fd")));
	}

	private static long count(Path directory) throws IOException {
		try (Stream<Path> entries = Files.list(directory)) {
			return entries.count();
		}
	}

	/** After a full collection, which the histogram makes. */
	private static long liveBytes(long pid) throws IOException, InterruptedException {
		Process jcmd = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
				String.valueOf(pid), "GC.class_histogram")
			.start();
		List<String> lines = jcmd.inputReader().lines().toList();
		jcmd.waitFor();
		String total = lines.get(lines.size() - 1);
		return Long.parseLong(total.trim().split("\\s+")[2]);
	}

	@Override
	public String toString() {
		return this.heap + " | " + this.threads + " | " + this.files;
	}

}
