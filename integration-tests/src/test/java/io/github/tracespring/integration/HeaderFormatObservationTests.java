// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.integration;

import java.util.HashMap;
import java.util.Map;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.observation.transport.SenderContext;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.context.Scope;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Messages that are observed carry the same header formats as requests.
 */
class HeaderFormatObservationTests {

	private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

	private static final String SPAN = "b7ad6b7169203331";

	private static Traced application;

	@BeforeAll
	static void start() {
		application = Traced.run(WebApplicationType.NONE, Application.class,
				Map.of("telemetry.propagation.inject", "tracecontext,b3,jaeger"));
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@BeforeEach
	void reset() {
		application.reset();
	}

	@ParameterizedTest
	@CsvSource({ "traceparent,00-" + TRACE + "-" + SPAN + "-01", "b3," + TRACE + "-" + SPAN + "-1",
			"uber-trace-id," + TRACE + "%3A" + SPAN + "%3A0%3A1" })
	void messageIsInTheTraceOfWhoSentIt(String name, String value) {
		ReceiverContext<Map<String, String>> message = new ReceiverContext<>(Map::get, Kind.CONSUMER);
		message.setCarrier(Map.of(name, value));
		observe("receive", message);
		assertThat(application.spans(1).named("receive").getTraceId()).isEqualTo(TRACE);
		assertThat(application.spans(1).named("receive").getParentSpanId()).isEqualTo(SPAN);
	}

	@ParameterizedTest
	@CsvSource({ "traceparent", "b3", "uber-trace-id", "uberctx-user" })
	void messageIsSentInEachFormat(String name) {
		Map<String, String> headers = new HashMap<>();
		SenderContext<Map<String, String>> message = new SenderContext<>(Map::put, Kind.PRODUCER);
		message.setCarrier(headers);
		try (Scope baggage = Baggage.builder().put("user", "x").build().makeCurrent()) {
			observe("send", message);
		}
		String trace = application.spans(1).named("send").getTraceId();
		assertThat(headers.get(name)).contains(name.equals("uberctx-user") ? "x" : trace);
		assertThat(headers).doesNotContainKey("baggage");
	}

	private static void observe(String name, Observation.Context context) {
		Observation.createNotStarted(name, () -> context, application.bean(ObservationRegistry.class)).observe(() -> {
		});
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
