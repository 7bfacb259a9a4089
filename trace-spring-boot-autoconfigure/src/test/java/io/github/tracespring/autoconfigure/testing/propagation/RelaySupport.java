// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.testing.propagation;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two applications, on Tomcat and on Netty, and the wire on both sides of them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RelaySupport {

	private final Map<WebApplicationType, ConfigurableApplicationContext> applications = new EnumMap<>(
			WebApplicationType.class);

	private Wire wire;

	/** The command line of both. */
	String[] arguments() {
		return new String[0];
	}

	@BeforeAll
	final void start() throws IOException {
		this.wire = new Wire();
		for (WebApplicationType type : List.of(WebApplicationType.SERVLET, WebApplicationType.REACTIVE)) {
			this.applications.put(type, RelayApplication.run(type, arguments()));
		}
	}

	@AfterAll
	final void stop() throws IOException {
		this.applications.values().forEach(ConfigurableApplicationContext::close);
		this.wire.close();
	}

	final int port(WebApplicationType type) {
		return this.applications.get(type).getEnvironment().getProperty("local.server.port", Integer.class);
	}

	/**
	 * Sends a request with these lines, and returns those of the call that it leads to.
	 */
	final List<String> through(Way way, String... headers) {
		List<List<String>> calls = calls(way, 1, headers);
		assertThat(calls).hasSize(1);
		return calls.get(0);
	}

	final List<List<String>> calls(Way way, int count, String... headers) {
		return this.wire.relay(port(way.server()), way.path(), count, List.of(headers));
	}

	/** The values of a header in lines, of which each has its own. */
	static Stream<String> values(List<String> lines, String name) {
		return lines.stream()
			.filter((line) -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
			.map((line) -> line.substring(name.length() + 1).trim());
	}

}
