// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.lifecycle;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that excludes okhttp, and with it Kotlin's library.
 */
class WithoutOkhttpTests {

	private static final String OKHTTP = "opentelemetry-exporter-sender-okhttp|okhttp|okio|kotlin-stdlib";

	private static final String MAIN = ClosedApplications.class.getName();

	@Test
	void spansGoOverHttpInOtlp() throws Exception {
		try (Collector collector = new Collector();
				Jvm application = Jvm.startWithout(OKHTTP, MAIN, "otlphttp " + collector.url("/v1/traces"))) {
			application.await("DONE", 1);
			assertThat(collector.paths()).as(application::text).isNotEmpty().containsOnly("/v1/traces");
		}
	}

	@Test
	void otlpOverGrpcDoesNotStartAndSaysWhatToDo() throws Exception {
		try (Jvm application = Jvm.startWithout(OKHTTP, MAIN, "otlpgrpc http://127.0.0.1:4317")) {
			assertThat(application.awaitExit()).isNotZero();
			assertThat(application.text()).contains("telemetry.batcher", "otlpgrpc", "okhttp",
					"opentelemetry-exporter-sender-okhttp", "otlphttp");
		}
	}

}
