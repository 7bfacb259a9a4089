// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.benchmarks.load;

import java.io.IOException;

/**
 * Who runs where, on a machine with two cores or more.
 */
final class Cores {

	static final String ALL = "0,1";

	/** The application's, alone. */
	static final String APP = "0";

	/** The generator's and the sink's. */
	static final String OTHERS = "1";

	private Cores() {
	}

	/** Moves all threads of a process. */
	static void pin(long pid, String cores) throws IOException, InterruptedException {
		new ProcessBuilder("taskset", "-a", "-cp", cores, String.valueOf(pid))
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start()
			.waitFor();
	}

}
