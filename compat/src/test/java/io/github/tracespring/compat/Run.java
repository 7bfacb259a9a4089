// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.compat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that ran in a JVM of its own, until it ended.
 *
 * @param exit the JVM's exit value
 * @param output what was written, in the log and beside it
 */
record Run(int exit, List<String> output) {

	private static final int SECONDS = 120;

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
			Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
			process.getOutputStream().close();
			CompletableFuture<List<String>> output = CompletableFuture.supplyAsync(() -> lines(process));
			boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
			process.destroyForcibly();
			List<String> lines = output.get(SECONDS, TimeUnit.SECONDS);
			assertThat(ended).as(() -> String.join("\n", lines)).isTrue();
			return new Run(process.exitValue(), lines);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static List<String> lines(Process process) {
		try (InputStream stream = process.getInputStream()) {
			return new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	String text() {
		return String.join("\n", this.output);
	}

}
