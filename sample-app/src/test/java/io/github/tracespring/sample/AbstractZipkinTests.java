// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.sample;

import java.net.http.HttpResponse;

import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * Tests of the sample as it starts by default, all of its services in this process, which
 * report to a real Zipkin.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "telemetry.batcher=zipkin", "telemetry.batch.schedule-delay=100ms" })
abstract class AbstractZipkinTests {

	@RegisterExtension
	static final ZipkinServer zipkin = new ZipkinServer();

	@LocalServerPort
	private int port;

	@DynamicPropertySource
	static void endpoint(DynamicPropertyRegistry registry) {
		registry.add("telemetry.endpoint", zipkin::endpoint);
	}

	int port() {
		return this.port;
	}

	HttpResponse<String> get(String path) {
		return Http.get("http://localhost:" + this.port + path);
	}

}
