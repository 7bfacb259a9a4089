// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.integration;

import java.util.Map;

import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Observations pass on nothing to hosts that are to get no headers, and take over nothing
 * of callers that are not trusted.
 */
class TrustTests {

	private static final String TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736";

	private Traced application;

	@BeforeEach
	void start() {
		this.application = Traced.run(WebApplicationType.SERVLET, MvcApplication.class, Map
			.of("telemetry.propagation.no-inject-hosts", "localhost", "telemetry.propagation.trust-incoming", "false"));
	}

	@AfterEach
	void stop() {
		this.application.close();
	}

	private void get(String path) {
		RestClient.create()
			.get()
			.uri(this.application.url(path))
			.header("traceparent", "00-" + TRACE_ID + "-00f067aa0ba902b7-01")
			.retrieve()
			.body(String.class);
	}

	@Test
	void tracesEndAtTheLimitsOfTrust() {
		get("/restclient");
		Trace trace = this.application.spans(3);
		assertThat(trace.lines()).containsExactly("CLIENT GET < GET /restclient", "SERVER GET /leaf",
				"SERVER GET /restclient");
		assertThat(trace.named("GET /leaf").getLinks()).isEmpty();
		isLinkedToTheCaller(trace.named("GET /restclient"));
		this.application.reset();
		get("/nobean");
		trace = this.application.spans(2);
		assertThat(trace.lines()).containsExactly("SERVER GET /leaf", "SERVER GET /nobean");
		assertThat(trace.named("GET /leaf").getLinks()).isEmpty();
		isLinkedToTheCaller(trace.named("GET /nobean"));
	}

	private static void isLinkedToTheCaller(SpanData span) {
		assertThat(span.getParentSpanId()).isEqualTo(SpanId.getInvalid());
		assertThat(span.getLinks()).singleElement()
			.extracting((LinkData link) -> link.getSpanContext().getTraceId())
			.isEqualTo(TRACE_ID);
	}

}
