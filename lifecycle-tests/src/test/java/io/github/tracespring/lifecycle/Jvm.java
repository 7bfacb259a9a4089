// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.lifecycle;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A JVM of its own, with the tests' class path.
 */
final class Jvm implements AutoCloseable {

	static final Duration PATIENCE = Duration.ofSeconds(90);

	static final String CLASS_PATH = System.getProperty("surefire.test.class.path",
			System.getProperty("java.class.path"));

	private static final String RESTART = "-Dspring.devtools.restart.enabled=";

	private final List<String> output = new CopyOnWriteArrayList<>();

	private final Process process;

	private Jvm(Process process) {
		this.process = process;
		Thread reader = new Thread(this::read);
		reader.setDaemon(true);
		reader.start();
	}

	static Jvm start(String main, String... arguments) throws IOException {
		return start(CLASS_PATH, List.of(RESTART + main.equals(RestartedApplication.class.getName())), main, arguments);
	}

	/** The same, without jars that an application may exclude. */
	static Jvm startWithout(String jars, String main, String... arguments) throws IOException {
		Pattern excluded = Pattern.compile("/(" + jars + ")-[^/]*\\.jar$");
		String classPath = Stream.of(CLASS_PATH.split(File.pathSeparator))
			.filter((entry) -> !excluded.matcher(entry).find())
			.collect(Collectors.joining(File.pathSeparator));
		return start(classPath, List.of(RESTART + false), main, arguments);
	}

	/** With what Spring generated. */
	static Jvm startAheadOfTime(Path generated, String main, String... arguments) throws IOException {
		return start(generated + File.pathSeparator + CLASS_PATH, List.of(RESTART + false, "-Dspring.aot.enabled=true"),
				main, arguments);
	}

	private static Jvm start(String classPath, List<String> options, String main, String... arguments)
			throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
						"-XX:TieredStopAtLevel=1",
						// what Spring keeps as long as there is memory goes at once
						"-XX:SoftRefLRUPolicyMSPerMB=0", "-Djava.net.preferIPv4Stack=true",
						"--add-opens=java.base/java.lang=ALL-UNNAMED", "-cp", classPath));
		command.addAll(options);
		command.add(main);
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
		Awaitility.await().atMost(PATIENCE).until(() -> lines(start).size() >= n || !this.process.isAlive());
		assertThat(lines(start)).as(this::text).hasSizeGreaterThanOrEqualTo(n);
		return lines(start).get(n - 1);
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
