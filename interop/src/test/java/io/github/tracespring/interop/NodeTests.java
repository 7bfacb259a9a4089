// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.interop;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Services on Node.js in front of the sample and behind it: with OpenTelemetry's SDK, and
 * with Jaeger's own client, which knows no header but {@code uber-trace-id}.
 */
@EnabledIf(value = "io.github.tracespring.interop.Build#hasGoAndNode",
		disabledReason = "There is no go, node or npm on this machine's PATH")
class NodeTests {

	@RegisterExtension
	static final Jaeger jaeger = new Jaeger();

	private static Path modules;

	@BeforeAll
	static void install() {
		modules = Build.nodeModules();
	}

	@Test
	void openTelemetrySharesTheTrace() {
		Caller caller = Caller.random();
		call("opentelemetry.js", "tracecontext,baggage", (front) -> {
			Caller.assertAnswer(Http.get(front, "traceparent", caller.traceparent()), "service <- db of Node.js");
			jaeger.awaitTrace(caller.traceId(),
					(spans) -> assertThat(SpanView.tree(spans, caller.spanId())).isEqualTo("""
							SERVER GET [node-front]
							  CLIENT GET [node-front]
							    SERVER GET /service [java]
							      CLIENT GET /db [java]
							        SERVER GET [node-back]
							      INTERNAL prepare query [java]
							"""));
		});
	}

	/** Its baggage passes through as well. */
	@Test
	void jaegerClientSharesTheTrace() {
		Caller caller = Caller.random64();
		call("jaeger-client.js", "jaeger", (front) -> {
			Caller.assertAnswer(Http.get(front, "uber-trace-id", caller.uberTraceId(), "x-tenant", "acme"),
					"service <- db of jaeger-client for acme");
			jaeger.awaitTrace("0".repeat(16) + caller.traceId(),
					(spans) -> assertThat(SpanView.tree(spans, caller.spanId())).isEqualTo("""
							SERVER GET /front [node-front]
							  CLIENT GET [node-front]
							    SERVER GET /service [java]
							      CLIENT GET /db [java]
							        SERVER GET /db [node-back]
							      INTERNAL prepare query [java]
							"""));
		});
	}

	private static void call(String script, String inject, Consumer<String> test) {
		String collector = "127.0.0.1:" + jaeger.port(Jaeger.Port.OTLP_GRPC);
		try (Program back = node(script, "node-back", "");
				Sample sample = Sample.start("sample-app", Caller.block("java", "otlpgrpc", collector),
						"--sample.peer=" + url(back), "--telemetry.propagation.inject=" + inject);
				Program front = node(script, "node-front", sample.url() + "/service")) {
			test.accept(url(front) + "/front");
		}
	}

	private static Program node(String script, String service, String next) {
		Map<String, Object> environment = new HashMap<>();
		environment.put("NODE_PATH", modules);
		environment.put("SERVICE", service);
		environment.put("NEXT", next);
		environment.put("COLLECTOR", "http://127.0.0.1:" + jaeger.port(Jaeger.Port.OTLP_HTTP) + "/v1/traces");
		environment.put("AGENT_PORT", jaeger.port(Jaeger.Port.THRIFT_BINARY));
		return Program.start(environment, "node", "node/" + script);
	}

	private static String url(Program service) {
		return "http://127.0.0.1:" + service.awaitOutput("listening on port (\\d+)");
	}

}
