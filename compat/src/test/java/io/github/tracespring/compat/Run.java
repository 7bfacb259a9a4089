// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.compat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that ran in a JVM of its own, until it ended.
 *
 * @param exit the JVM's exit value
 * @param output what was written, in the log and beside it
 */
record Run(int exit, List<String> output) {

	private static final int SECONDS = 120;

	private static final Pattern WARNING = Pattern.compile("\\S+ +(WARN|ERROR) .*|WARNING: .*");

	private static final Pattern DISCORD = Pattern.compile("(?i).*(deprecat|NoClassDefFound|ClassNotFound|"
			+ "NoSuchMethod|NoSuchField|AbstractMethodError|IncompatibleClassChange|LinkageError|VerifyError).*");

	static Run of(Jdk jdk, List<String> options, String main, List<String> arguments) {
		List<String> command = new ArrayList<>(List.of(jdk.java(), "-Xmx256m", "-XX:TieredStopAtLevel=1",
				"-XX:+UseSerialGC", "-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8"));
		if (jdk.version() >= 24) {
			// what Netty and others have to do with the JDK is not the subject
			command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
		}
		command.addAll(options);
		command.add(main);
		command.addAll(arguments);
		try {
			Path output = Files.createTempFile(Files.createDirectories(Line.WORK), "output", ".txt");
			Process process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(output.toFile())
				.start();
			process.getOutputStream().close();
			boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
			process.destroyForcibly().waitFor();
			List<String> lines = new String(Files.readAllBytes(output), StandardCharsets.UTF_8).lines().toList();
			assertThat(ended).as(() -> String.join("\n", lines)).isTrue();
			return new Run(process.exitValue(), lines);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * What warns, or does not fit together.
	 * @return the lines
	 */
	List<String> warnings() {
		return this.output.stream()
			.filter((line) -> WARNING.matcher(line).matches() || DISCORD.matcher(line).matches())
			.toList();
	}

	String text() {
		return String.join("\n", this.output);
	}

}
