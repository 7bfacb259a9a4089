// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.interop;

import java.net.http.HttpResponse;
import java.util.Map;

import io.opentelemetry.sdk.trace.IdGenerator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who asks first. Its trace is known by its id, and its own span is reported nowhere.
 *
 * @param traceId the trace, 128 bits or 64
 * @param spanId its span
 */
record Caller(String traceId, String spanId) {

	static Caller random() {
		return new Caller(IdGenerator.random().generateTraceId(), IdGenerator.random().generateSpanId());
	}

	/** The same with the short trace ids of old. */
	static Caller random64() {
		return new Caller(IdGenerator.random().generateSpanId(), IdGenerator.random().generateSpanId());
	}

	String traceparent() {
		return "00-" + this.traceId + "-" + this.spanId + "-01";
	}

	String uberTraceId() {
		return this.traceId + ":" + this.spanId + ":0:1";
	}

	/** The environment variables that {@code telemetry.yml} names. */
	static Map<String, String> block(String service, String batcher, String collector) {
		return Map.of("SERVICE", service, "BATCHER", batcher, "COLLECTOR", collector);
	}

	static void assertAnswer(HttpResponse<String> response, String text) {
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		assertThat(response.body()).contains(text);
	}

}
