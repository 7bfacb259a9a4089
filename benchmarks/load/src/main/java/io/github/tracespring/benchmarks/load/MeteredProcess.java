// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.benchmarks.load;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A process of the comparison. It answers each line of its standard input with one that
 * begins with {@code METER}, and ends with its standard input.
 */
class MeteredProcess implements AutoCloseable {

	private static final String PREFIX = "METER ";

	private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

	private final Path log;

	private final Process process;

	private final PrintWriter in;

	private final Thread reader;

	/**
	 * Starts the process.
	 * @param command what to run
	 * @param log where its output goes
	 */
	MeteredProcess(List<String> command, Path log) throws IOException {
		this.log = log;
		this.process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.to(errors(log))).start();
		this.in = new PrintWriter(this.process.outputWriter(), true);
		this.reader = new Thread(() -> read(log), "output");
		this.reader.setDaemon(true);
		this.reader.start();
	}

	private static File errors(Path log) {
		return log.resolveSibling(log.getFileName() + ".err").toFile();
	}

	private void read(Path log) {
		try (BufferedReader out = new BufferedReader(new InputStreamReader(this.process.getInputStream()));
				Writer writer = Files.newBufferedWriter(log)) {
			for (String line = out.readLine(); line != null; line = out.readLine()) {
				if (line.startsWith(PREFIX)) {
					this.answers.add(line.substring(PREFIX.length()));
				}
				else {
					writer.append(line).append('\n').flush();
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** What the process has to say. */
	String ask() throws InterruptedException {
		this.in.println();
		String answer = this.answers.poll(30, TimeUnit.SECONDS);
		if (answer == null) {
			throw new IllegalStateException("No answer from process " + pid());
		}
		return answer;
	}

	long pid() {
		return this.process.pid();
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	/** The lines it has logged. */
	List<String> log() throws IOException {
		List<String> lines = new ArrayList<>(Files.readAllLines(this.log));
		lines.addAll(Files.readAllLines(errors(this.log).toPath()));
		return lines;
	}

	/**
	 * Sends it SIGTERM.
	 * @return the seconds until it ended
	 */
	double terminate() throws InterruptedException {
		long start = System.nanoTime();
		// the process' own method would close its standard input as well
		this.process.toHandle().destroy();
		this.process.waitFor(60, TimeUnit.SECONDS);
		double seconds = (System.nanoTime() - start) / 1e9;
		this.reader.join();
		return seconds;
	}

	@Override
	public void close() throws InterruptedException {
		this.in.close();
		if (!this.process.waitFor(10, TimeUnit.SECONDS)) {
			this.process.destroyForcibly();
		}
	}

}
