// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.integration;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

import org.springframework.util.FileSystemUtils;

/**
 * A Kafka broker, and its own controller, in this process.
 */
final class KafkaBroker implements AutoCloseable {

	private final Path directory;

	private final KafkaRaftServer server;

	private final String address;

	KafkaBroker() {
		try {
			this.directory = Files.createTempDirectory("kafka");
			int port = freePort();
			int controllerPort = freePort();
			this.address = "127.0.0.1:" + port;
			Properties properties = new Properties();
			properties.putAll(Map.of("process.roles", "broker,controller", "node.id", "1", //
					"listeners", "PLAINTEXT://" + this.address + ",CONTROLLER://127.0.0.1:" + controllerPort,
					"controller.listener.names", "CONTROLLER", //
					"controller.quorum.voters", "1@127.0.0.1:" + controllerPort, //
					"log.dirs", this.directory.resolve("log").toString(), //
					"offsets.topic.replication.factor", "1", "offsets.topic.num.partitions", "1",
					"group.initial.rebalance.delay.ms", "0"));
			Path file = this.directory.resolve("server.properties");
			try (var out = Files.newOutputStream(file)) {
				properties.store(out, null);
			}
			StorageTool.execute(new String[] { "format", "-t", Uuid.randomUuid().toString(), "-c", file.toString() },
					new PrintStream(PrintStream.nullOutputStream()));
			this.server = new KafkaRaftServer(new KafkaConfig(properties), Time.SYSTEM);
			this.server.startup();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	String address() {
		return this.address;
	}

	@Override
	public void close() throws IOException {
		this.server.shutdown();
		this.server.awaitShutdown();
		FileSystemUtils.deleteRecursively(this.directory);
	}

}
