// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.viewer;

import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.tracespring.fuzz.LogWatch;
import io.github.tracespring.fuzz.Seeds;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spans that others report to the viewer, in both of its formats.
 */
class CollectorFuzzTests {

	private static final LogWatch LOG = new LogWatch();

	private final Viewer viewer = new Viewer(new ViewerSettings("/telemetry", 100, false, false), new TraceStore(100),
			() -> {
			});

	static Stream<byte[]> seeds() {
		String span = "{\"traceId\":\"463ac35c9f6413ad\",\"id\":\"a2fb4a1d1a96d312\",\"parentId\":\"1\",\"kind\":\"CLIENT\","
				+ "\"name\":\"get\",\"timestamp\":1,\"duration\":2,\"localEndpoint\":{\"serviceName\":\"a\",\"ipv4\":\"1.2.3.4\","
				+ "\"port\":80},\"remoteEndpoint\":{\"ipv6\":\"::1\"},\"annotations\":[{\"timestamp\":1,\"value\":\"x\"}],"
				+ "\"tags\":{\"a\":\"b\"},\"debug\":true,\"shared\":true}";
		return Seeds.of("[" + span + "]", "[]", "[{}]", "[" + span + "," + span + "]", "[[[[[[[[[[[[[[[[[[[[[[[[[",
				"[{\"traceId\":\"\\u0000\"}]", "\n\20\n\10\1\2\3\4\5\6\7\10\32\10\1\2\3\4\5\6\7\10",
				"\n\377\377\377\377\17", "[{\"tags\":{\"a\":{}}}]", "[{\"duration\":1e999}]", "nul");
	}

	@MethodSource("seeds")
	@FuzzTest
	void areTakenOrRefused(byte[] input) {
		for (String type : List.of("application/json", "application/x-protobuf")) {
			Map<String, List<String>> headers = Map.of("Content-Type", List.of(type), "Host", List.of("localhost"));
			ViewerResponse response = this.viewer.handle(new ViewerRequest("POST", "api/v2/spans", null,
					(name) -> headers.getOrDefault(name, List.of()), "127.0.0.1", new ByteArrayInputStream(input)));
			assertThat(response.status()).isIn(202, 400);
		}
		for (String path : List.of("traces", "services", "dependencies?lookback=1")) {
			ViewerResponse response = this.viewer.handle(new ViewerRequest("GET", "api/v2/" + path, null,
					(name) -> name.equals("Host") ? List.of("localhost") : List.of(), "127.0.0.1",
					new ByteArrayInputStream(input)));
			assertThat(response.status()).isIn(200, 404);
		}
		assertThat(LOG.lines()).isEmpty();
	}

}
