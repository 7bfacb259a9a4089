// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.sample;

import java.net.http.HttpResponse;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What the sample prints with the batcher for applications that have no viewer.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "telemetry.batcher=log", "sample.service=sample-app" })
@ExtendWith(OutputCaptureExtension.class)
class ConsoleTests {

	@LocalServerPort
	private int port;

	@Test
	void finishedTraceIsPrintedAsTree(CapturedOutput output) {
		String traceId = Http.traceId(get("/home"));
		await().atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> assertThat(output.getOut()).contains(traceId)
				.containsSubsequence("GET /home", "GET /service", "GET /service", "prepare query", "GET /db",
						"GET /db"));
	}

	@Test
	void logLinesCarryTheIds(CapturedOutput output) {
		String traceId = Http.traceId(get("/home"));
		await().atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> assertThat(output.getOut()
				.lines()
				.filter((line) -> line.contains(traceId))
				.filter((line) -> line.contains("ChainController"))).hasSize(4));
	}

	private HttpResponse<String> get(String path) {
		return Http.get("http://localhost:" + this.port + path);
	}

}
