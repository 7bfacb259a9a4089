// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.benchmarks.load;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the threads of a process have run so far, in nanoseconds, as Linux' scheduler
 * counts it.
 */
final class ThreadTimes {

	private final Map<String, Long> nanos = new HashMap<>();

	private final Map<String, String> groups = new HashMap<>();

	static ThreadTimes of(long pid) throws IOException {
		ThreadTimes times = new ThreadTimes();
		try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
			for (Path task : tasks) {
				times.read(task);
			}
		}
		return times;
	}

	private void read(Path task) {
		try {
			String name = Files.readString(task.resolve("comm")).strip();
			long nanos = Long.parseLong(Files.readString(task.resolve("schedstat")).split(" ")[0]);
			this.groups.put(task.toString(), group(name));
			this.nanos.put(task.toString(), nanos);
		}
		catch (IOException ignored) {
			// The thread ended
		}
	}

	/**
	 * What ran since then.
	 * @param before the times then
	 * @return nanoseconds for each group of threads
	 */
	Map<String, Long> since(ThreadTimes before) {
		Map<String, Long> groups = new TreeMap<>();
		this.nanos.forEach((task, time) -> groups.merge(this.groups.get(task),
				time - before.nanos.getOrDefault(task, 0L), Long::sum));
		return groups;
	}

	/** Names are cut off at 15 characters. */
	private static String group(String thread) {
		if (thread.startsWith("C1 Comp") || thread.startsWith("C2 Comp") || thread.startsWith("Sweeper")) {
			return JIT;
		}
		if (thread.startsWith("VM ") || thread.startsWith("GC ") || thread.startsWith("G1 ")) {
			return GC;
		}
		if (thread.startsWith("http-nio")) {
			return REQUESTS;
		}
		return thread.startsWith("HttpClient") ? CLIENT : OTHER;
	}

	static final String JIT = "compiler";

	static final String GC = "garbage collector";

	static final String REQUESTS = "requests";

	static final String CLIENT = "JDK's HTTP client";

	static final String OTHER = "exporter and others";

}
