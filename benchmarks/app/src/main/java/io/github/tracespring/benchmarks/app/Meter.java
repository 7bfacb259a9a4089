// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.benchmarks.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;

import com.sun.management.ThreadMXBean;

/**
 * Answers each line of standard input with what the threads allocated so far, and ends
 * the process with it: no request of the application is spent on being measured.
 */
final class Meter {

	/** By the threads' ids, those that have ended too. */
	private static final Map<Long, Long> SEEN = new HashMap<>();

	private Meter() {
	}

	static void start() {
		Thread thread = new Thread(Meter::run, "meter");
		thread.setDaemon(true);
		thread.start();
	}

	private static void run() {
		try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in))) {
			while (in.readLine() != null) {
				System.out.println("METER " + allocatedBytes());
			}
		}
		catch (IOException ex) {
			ex.printStackTrace();
		}
		Runtime.getRuntime().halt(0);
	}

	private static long allocatedBytes() {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long[] ids = threads.getAllThreadIds();
		long[] bytes = threads.getThreadAllocatedBytes(ids);
		for (int i = 0; i < ids.length; i++) {
			SEEN.merge(ids[i], bytes[i], Math::max);
		}
		return SEEN.values().stream().mapToLong(Long::longValue).sum();
	}

}
