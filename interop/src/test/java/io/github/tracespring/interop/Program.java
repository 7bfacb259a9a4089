// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.awaitility.Awaitility.await;

/**
 * A process that ends with the one that started it, however that ended: its guard then
 * reads the end of standard input.
 */
final class Program implements AutoCloseable {

	private static final String GUARD = """
			exec 3<&0
			"$@" </dev/null &
			program=$!
			(read -r _ <&3; kill -KILL "$program") 2>/dev/null &
			wait "$program"
			""";

	private final Process process;

	private final Path output;

	private Program(Process process, Path output) {
		this.process = process;
		this.output = output;
	}

	static Program start(Map<String, ?> environment, String... command) {
		try {
			Path program = Path.of(command[0]).getFileName();
			Path output = Files.createTempFile(Path.of("target"), program + "-", ".log");
			List<String> guarded = new ArrayList<>(List.of("sh", "-c", GUARD, "sh"));
			guarded.addAll(List.of(command));
			ProcessBuilder builder = new ProcessBuilder(guarded).redirectErrorStream(true)
				.redirectOutput(output.toFile());
			environment.forEach((name, value) -> builder.environment().put(name, value.toString()));
			return new Program(builder.start(), output);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A port that is free now, for programs that do not tell which one they were given.
	 */
	static int freePort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
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
			.pollInterval(Duration.ofMillis(50))
			.until(() -> find(pattern), (found) -> found != null);
	}

	private String find(Pattern pattern) throws IOException {
		boolean alive = this.process.isAlive();
		String text = new String(Files.readAllBytes(this.output), StandardCharsets.UTF_8);
		Matcher matcher = pattern.matcher(text);
		if (matcher.find()) {
			return matcher.group(1);
		}
		if (!alive) {
			throw new IllegalStateException("The process ended before it printed " + pattern + ":\n" + text);
		}
		return null;
	}

	@Override
	public void close() {
		try {
			this.process.getOutputStream().close();
			this.process.waitFor();
		}
		catch (IOException ex) {
			this.process.destroyForcibly();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
