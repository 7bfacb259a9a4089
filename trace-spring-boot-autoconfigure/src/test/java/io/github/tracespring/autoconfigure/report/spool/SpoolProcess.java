// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.spool;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A JVM that keeps one batch after the other in a spool, says so of each, and ends when
 * it is killed or the test ends.
 */
final class SpoolProcess implements AutoCloseable {

	private final Process process;

	private final BufferedReader output;

	/** What others had left. */
	private final int found;

	private SpoolProcess(Process process) throws IOException {
		this.process = process;
		this.output = process.inputReader();
		this.found = Integer.parseInt(this.output.readLine());
	}

	static SpoolProcess start(Path directory, String prefix) {
		try {
			return new SpoolProcess(
					new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
							"-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
							SpoolProcess.class.getName(), directory.toString(), prefix)
						.redirectError(ProcessBuilder.Redirect.INHERIT)
						.start());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** How many spans it has taken over. */
	int found() {
		return this.found;
	}

	/** Waits until it has kept so many more. */
	List<String> await(int batches) throws IOException {
		List<String> names = new ArrayList<>();
		while (names.size() < batches) {
			names.add(this.output.readLine());
		}
		return names;
	}

	/**
	 * Kills it, so that it can do nothing about that.
	 * @return what else it has kept
	 */
	List<String> kill() throws Exception {
		// its handle leaves the output open
		this.process.toHandle().destroyForcibly();
		this.process.waitFor();
		List<String> names = new ArrayList<>();
		for (String line = this.output.readLine(); line != null; line = this.output.readLine()) {
			names.add(line);
		}
		return names;
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

	public static void main(String[] args) throws IOException {
		FileSpool spool = new FileSpool(SpoolDirectory.open(Path.of(args[0])), 64 * Spools.MIB, Duration.ofDays(1),
				System::currentTimeMillis);
		spool.poll();
		System.out.println(spool.waiting());
		// what nobody reads any more stops it
		for (int i = 0; !System.out.checkError(); i++) {
			String name = args[1] + i;
			if (spool.offer(Spools.batch(name))) {
				System.out.println(name);
			}
		}
	}

}
