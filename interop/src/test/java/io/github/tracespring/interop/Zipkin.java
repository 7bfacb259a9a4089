// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.interop;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A real Zipkin on an ephemeral loopback port, which all tests of a run share.
 */
final class Zipkin implements BeforeAllCallback {

	private static final String JAR = Path.of("target", "zipkin-server.jar").toString();

	private Running running;

	@Override
	public void beforeAll(ExtensionContext context) {
		this.running = context.getRoot()
			.getStore(ExtensionContext.Namespace.create(Zipkin.class))
			.computeIfAbsent(Running.class, (key) -> Running.start(), Running.class);
	}

	int port() {
		return this.running.port();
	}

	/**
	 * Waits until a trace is there as it should be, and returns it.
	 * @param traceId the trace's id
	 * @param expectation what to wait for
	 * @return its spans
	 */
	List<SpanView> awaitTrace(String traceId, ThrowingConsumer<List<SpanView>> expectation) {
		await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> expectation.accept(get(traceId)));
		return get(traceId);
	}

	private List<SpanView> get(String traceId) {
		HttpResponse<String> response = Http.get("http://127.0.0.1:" + port() + "/api/v2/trace/" + traceId);
		if (response.statusCode() == 404) {
			return List.of();
		}
		assertThat(response.statusCode()).isEqualTo(200);
		return SpanView.decodeZipkin(JsonMapper.shared().readTree(response.body()));
	}

	private record Running(Program program, int port) implements AutoCloseable {

		static Running start() {
			String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
			Program program = Program.start(Map.of(), java, "-Xmx256m", "-XX:TieredStopAtLevel=1", "-jar", JAR,
					"--armeria.ports[0].ip=127.0.0.1", "--armeria.ports[0].port=0",
					"--armeria.ports[0].protocols[0]=http", "--zipkin.storage.type=mem");
			try {
				int port = Integer.parseInt(program.awaitOutput("Serving HTTP at .* - http://127\\.0\\.0\\.1:(\\d+)/"));
				await().ignoreExceptions()
					.until(() -> Http.get("http://127.0.0.1:" + port + "/health").statusCode() == 200);
				return new Running(program, port);
			}
			catch (RuntimeException | Error ex) {
				program.close();
				throw ex;
			}
		}

		@Override
		public void close() {
			this.program.close();
		}

	}

}
