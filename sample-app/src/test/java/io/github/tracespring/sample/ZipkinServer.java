// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.sample;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A real Zipkin server on an ephemeral loopback port, which all tests of a run share.
 */
final class ZipkinServer implements BeforeAllCallback {

	private static final Path JAR = Path.of("target", "zipkin-server.jar");

	private String address;

	@Override
	public void beforeAll(ExtensionContext context) {
		this.address = context.getRoot()
			.getStore(ExtensionContext.Namespace.create(ZipkinServer.class))
			.computeIfAbsent(Running.class, (key) -> Running.start(), Running.class)
			.address();
	}

	/**
	 * Where spans are sent to.
	 * @return the endpoint of Zipkin's collector
	 */
	String endpoint() {
		return this.address + "/api/v2/spans";
	}

	/**
	 * Waits until a trace is there as it should be, and returns it.
	 * @param traceId the trace's id
	 * @param expectation what to wait for
	 * @return the trace
	 */
	Trace awaitTrace(String traceId, ThrowingConsumer<Trace> expectation) {
		await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> expectation.accept(get(traceId)));
		return get(traceId);
	}

	private Trace get(String traceId) {
		HttpResponse<String> response = Http.get(this.address + "/api/v2/trace/" + traceId);
		if (response.statusCode() == 404) {
			return new Trace(List.of());
		}
		assertThat(response.statusCode()).isEqualTo(200);
		return Trace.decode(response.body());
	}

	private record Running(JarProcess process, String address) implements AutoCloseable {

		static Running start() {
			JarProcess process = JarProcess.start(JAR, "--armeria.ports[0].ip=127.0.0.1", "--armeria.ports[0].port=0",
					"--armeria.ports[0].protocols[0]=http", "--zipkin.storage.type=mem");
			try {
				String address = process.awaitOutput("Serving HTTP at .* - (http://127\\.0\\.0\\.1:\\d+)/");
				await().ignoreExceptions().until(() -> Http.get(address + "/health").statusCode() == 200);
				return new Running(process, address);
			}
			catch (RuntimeException | Error ex) {
				process.close();
				throw ex;
			}
		}

		@Override
		public void close() {
			this.process.close();
		}

	}

}
