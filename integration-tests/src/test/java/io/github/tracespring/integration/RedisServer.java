// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.integration;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;

import org.springframework.util.FileSystemUtils;

/**
 * The machine's Redis, on a port and in a folder of its own, until the tests end.
 */
final class RedisServer implements AutoCloseable {

	static final Path PROGRAM = Path.of("/usr/bin/redis-server");

	private final Path directory;

	private final Process process;

	private final int port;

	RedisServer() throws IOException {
		this.directory = Files.createTempDirectory("redis");
		this.port = KafkaBroker.freePort();
		this.process = new ProcessBuilder(PROGRAM.toString(), "--port", String.valueOf(this.port), "--bind",
				"127.0.0.1", "--save", "", "--dir", this.directory.toString())
			.redirectErrorStream(true)
			.redirectOutput(this.directory.resolve("log").toFile())
			.start();
		Runtime.getRuntime().addShutdownHook(new Thread(this.process::destroyForcibly));
		Awaitility.await().atMost(Duration.ofSeconds(10)).pollInterval(Duration.ofMillis(20)).until(this::isUp);
	}

	private boolean isUp() {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port)) {
			return socket.isConnected();
		}
		catch (IOException ex) {
			return false;
		}
	}

	int port() {
		return this.port;
	}

	@Override
	public void close() throws IOException {
		this.process.destroy();
		try {
			this.process.waitFor(5, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		FileSystemUtils.deleteRecursively(this.directory);
	}

}
