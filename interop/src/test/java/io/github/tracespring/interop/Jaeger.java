// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.interop;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A real Jaeger on loopback ports of its own, which all tests of a run share.
 */
final class Jaeger implements BeforeAllCallback {

	private Running running;

	@Override
	public void beforeAll(ExtensionContext context) {
		this.running = context.getRoot()
			.getStore(ExtensionContext.Namespace.create(Jaeger.class))
			.computeIfAbsent(Running.class, (key) -> Running.start(), Running.class);
	}

	int port(Port port) {
		return this.running.ports().get(port);
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
		HttpResponse<String> response = Http.get("http://127.0.0.1:" + port(Port.QUERY) + "/api/v3/traces/" + traceId);
		if (response.statusCode() == 404) {
			return List.of();
		}
		assertThat(response.statusCode()).isEqualTo(200);
		return SpanView.decode(JsonMapper.shared().readTree(response.body()));
	}

	/** What it listens on, by the names in its configuration. */
	enum Port {

		OTLP_GRPC, OTLP_HTTP, THRIFT_HTTP, THRIFT_COMPACT, THRIFT_BINARY, ZIPKIN, QUERY, QUERY_GRPC

	}

	private record Running(Program program, Map<Port, Integer> ports) implements AutoCloseable {

		static Running start() {
			String jaeger = Build.jaeger().toString();
			Map<Port, Integer> ports = new EnumMap<>(Port.class);
			Map<String, Integer> environment = new LinkedHashMap<>();
			for (Port port : Port.values()) {
				ports.put(port, Program.freePort());
				environment.put(port.name(), ports.get(port));
			}
			Program program = Program.start(environment, jaeger, "--config", "jaeger/all-in-one.yml");
			try {
				program.awaitOutput("(Everything is ready)");
			}
			catch (RuntimeException | Error ex) {
				program.close();
				throw ex;
			}
			return new Running(program, ports);
		}

		@Override
		public void close() {
			this.program.close();
		}

	}

}
