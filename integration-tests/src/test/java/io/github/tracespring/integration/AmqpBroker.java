// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.apache.qpid.server.SystemLauncher;
import org.apache.qpid.server.model.SystemConfig;

import org.springframework.util.FileSystemUtils;

/**
 * Apache Qpid's broker in this process, which speaks RabbitMQ's protocol (AMQP 0-9-1).
 */
final class AmqpBroker implements AutoCloseable {

	private static final String CONFIGURATION = """
			{
			  "name": "broker", "modelVersion": "9.0",
			  "authenticationproviders": [ {
			    "name": "users", "type": "Plain", "secureOnlyMechanisms": [],
			    "users": [ { "name": "guest", "type": "managed", "password": "guest" } ] } ],
			  "ports": [ {
			    "name": "amqp", "port": "%d", "bindingAddress": "127.0.0.1", "authenticationProvider": "users",
			    "protocols": [ "AMQP_0_9_1" ],
			    "virtualhostaliases": [ { "name": "default", "type": "defaultAlias" } ] } ],
			  "virtualhostnodes": [ {
			    "name": "default", "type": "Memory", "defaultVirtualHostNode": "true",
			    "virtualHostInitialConfiguration": "{ \\"type\\": \\"Memory\\" }" } ]
			}
			""";

	private final SystemLauncher launcher = new SystemLauncher();

	private final Path directory;

	private final int port;

	AmqpBroker() throws Exception {
		this.directory = Files.createTempDirectory("amqp");
		this.port = KafkaBroker.freePort();
		Path configuration = Files.writeString(this.directory.resolve("broker.json"),
				CONFIGURATION.formatted(this.port));
		this.launcher.startup(Map.of(SystemConfig.TYPE, "Memory", SystemConfig.INITIAL_CONFIGURATION_LOCATION,
				configuration.toUri().toString(), SystemConfig.STARTUP_LOGGED_TO_SYSTEM_OUT, false,
				SystemConfig.CONTEXT, Map.of("qpid.work_dir", this.directory.toString())));
	}

	int port() {
		return this.port;
	}

	@Override
	public void close() {
		this.launcher.shutdown();
		try {
			FileSystemUtils.deleteRecursively(this.directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
