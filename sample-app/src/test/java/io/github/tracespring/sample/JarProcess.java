// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.sample;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.awaitility.Awaitility.await;

/**
 * An executable Spring Boot jar in a process of its own.
 */
final class JarProcess implements AutoCloseable {

	private static final String LAUNCHER = "org.springframework.boot.loader.launch.JarLauncher";

	private final Process process;

	private final Path output;

	private JarProcess(Process process, Path output) {
		this.process = process;
		this.output = output;
	}

	static JarProcess start(Path jar, String... args) {
		try {
			Path output = Files.createTempFile(Path.of("target"), jar.getFileName() + "-", ".log");
			List<String> command = new ArrayList<>();
			command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
			// the second compiler would be busy until after the test
			command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-cp",
					Path.of("target", "test-classes") + File.pathSeparator + jar));
			command.addAll(List.of(UntilParentDies.class.getName(), LAUNCHER));
			command.addAll(List.of(args));
			Process process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(output.toFile())
				.start();
			return new JarProcess(process, output);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Waits until the process printed something.
	 * @param regex what to look for
	 * @return the first group of the first match
	 */
	String awaitOutput(String regex) {
		Pattern pattern = Pattern.compile(regex);
		return await("output of " + this.output + " matches " + regex).atMost(Duration.ofMinutes(2))
			.until(() -> find(pattern), (found) -> found != null);
	}

	private String find(Pattern pattern) {
		Matcher matcher = pattern.matcher(output());
		if (matcher.find()) {
			return matcher.group(1);
		}
		if (!this.process.isAlive()) {
			throw new IllegalStateException("The process ended before it printed " + pattern + ":\n" + output());
		}
		return null;
	}

	String output() {
		try {
			return new String(Files.readAllBytes(this.output), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.process.destroy();
		try {
			if (!this.process.waitFor(10, TimeUnit.SECONDS)) {
				this.process.destroyForcibly();
			}
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
	}

}
