// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.awaitility.Awaitility;

/**
 * A real PostgreSQL with a database of its own, on an ephemeral loopback port. It ends,
 * and its files go, when this process does, even if that is killed: it then reads the end
 * of its standard input.
 */
final class PostgresServer implements AutoCloseable {

	private static final Path INSTALLED = Path.of("/usr/lib/postgresql");

	private static final String SCRIPT = """
			set -e
			dir=$(mktemp -d)
			trap 'kill -INT "$server" 2>/dev/null && wait "$server" || true; rm -rf "$dir"' EXIT
			"$1/initdb" -D "$dir/data" -U test -A trust --no-sync -E UTF8 --locale=C </dev/null
			"$1/postgres" -D "$dir/data" -p "$2" -h 127.0.0.1 -c fsync=off \
			  -c unix_socket_directories= -c shared_buffers=1MB -c max_connections=10 </dev/null &
			server=$!
			read -r _ || true
			""";

	private final int port = freePort();

	private final Process process;

	private PostgresServer(Path binaries) throws IOException {
		List<String> command = new ArrayList<>();
		if ("root".equals(System.getProperty("user.name"))) {
			// Which PostgreSQL refuses to run as
			command.addAll(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
		}
		command.addAll(List.of("sh", "-c", SCRIPT, "sh", binaries.toString(), String.valueOf(this.port)));
		Path log = Files.createTempFile("postgres", ".log");
		this.process = new ProcessBuilder(command).directory(Path.of("/").toFile())
			.redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.start();
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.pollInterval(Duration.ofMillis(50))
			.failFast("It ended; see " + log, () -> !this.process.isAlive())
			.until(this::answers);
		Files.delete(log);
	}

	/** Whether the machine has one. */
	static boolean isInstalled() {
		return binaries() != null;
	}

	static PostgresServer start() {
		try {
			return new PostgresServer(binaries());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	String url() {
		return "jdbc:postgresql://127.0.0.1:" + this.port + "/postgres?user=test";
	}

	int port() {
		return this.port;
	}

	@Override
	public void close() {
		try {
			this.process.getOutputStream().close();
			this.process.waitFor();
		}
		catch (IOException ex) {
			this.process.destroy();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private boolean answers() {
		try (Connection connection = DriverManager.getConnection(url())) {
			return connection.isValid(1);
		}
		catch (SQLException ex) {
			return false;
		}
	}

	private static Path binaries() {
		Path newest = null;
		if (Files.isDirectory(INSTALLED)) {
			try (DirectoryStream<Path> binaries = Files.newDirectoryStream(INSTALLED)) {
				for (Path version : binaries) {
					if (Files.isExecutable(version.resolve("bin/initdb"))) {
						newest = version.resolve("bin");
					}
				}
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
		return newest;
	}

	private static int freePort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
