// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.lifecycle;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;

/**
 * A JVM of its own, with the tests' class path.
 */
final class Jvm implements AutoCloseable {

	static final Duration PATIENCE = Duration.ofSeconds(60);

	private final List<String> output = new CopyOnWriteArrayList<>();

	private final Process process;

	private Jvm(Process process) {
		this.process = process;
		Thread reader = new Thread(this::read);
		reader.setDaemon(true);
		reader.start();
	}

	static Jvm start(String main, String... arguments) throws IOException {
		List<String> command = new ArrayList<>(List.of(
				Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
				"-XX:TieredStopAtLevel=1", "-Djava.net.preferIPv4Stack=true",
				"-Dspring.devtools.restart.enabled=" + main.equals(RestartedApplication.class.getName()),
				"--add-opens=java.base/java.lang=ALL-UNNAMED", "--add-opens=java.base/java.lang.ref=ALL-UNNAMED", "-cp",
				System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")), main));
		command.addAll(List.of(arguments));
		return new Jvm(new ProcessBuilder(command).redirectErrorStream(true).start());
	}

	private void read() {
		try (BufferedReader reader = this.process.inputReader()) {
			reader.lines().forEach(this.output::add);
		}
		catch (IOException ex) {
			this.output.add(ex.toString());
		}
	}

	/** The nth line that begins so, without that. */
	String await(String start, int n) {
		return Awaitility.await(start).atMost(PATIENCE).until(() -> {
			List<String> lines = lines(start);
			if (lines.size() < n && !this.process.isAlive()) {
				throw new IllegalStateException(text());
			}
			return (lines.size() >= n) ? lines.get(n - 1) : null;
		}, (line) -> line != null);
	}

	int awaitExit() throws InterruptedException {
		return this.process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) ? this.process.exitValue() : -1;
	}

	List<String> lines(String start) {
		return this.output.stream()
			.filter((line) -> line.startsWith(start))
			.map((line) -> line.substring(start.length()))
			.toList();
	}

	String text() {
		return String.join("\n", this.output);
	}

	@Override
	public void close() throws InterruptedException {
		this.process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
	}

}
