// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.interop;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A service of the sample in a process of its own, whose {@code telemetry:} block is the
 * one that go-zero's services read.
 */
final class Sample implements AutoCloseable {

	private static final String JAR = Path.of("..", "sample-app", "target", "sample-app.jar").toString();

	private final Program program;

	private Sample(Program program) {
		this.program = program;
	}

	static Sample start(String service, Map<String, String> block, String... more) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		// the second compiler would be busy until after the test
		command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-jar", JAR, "--sample.service=" + service,
				"--spring.config.additional-location=file:telemetry.yml", "--telemetry.batch.schedule-delay=100ms",
				"--telemetry.viewer.enabled=false", "--server.address=127.0.0.1", "--server.port=0",
				"--spring.grpc.server.address=127.0.0.1", "--spring.grpc.server.port=0"));
		command.addAll(List.of(more));
		return new Sample(Program.start(block, command.toArray(String[]::new)));
	}

	String url() {
		return "http://127.0.0.1:" + this.program.awaitOutput("Tomcat started on port (\\d+)");
	}

	String grpcAddress() {
		return "127.0.0.1:" + this.program.awaitOutput("gRPC Server started, .* port: (\\d+)");
	}

	@Override
	public void close() {
		this.program.close();
	}

}
