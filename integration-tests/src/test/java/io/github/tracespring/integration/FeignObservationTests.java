// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.integration;

import java.util.Map;

import feign.Capability;
import feign.Feign;
import feign.RequestLine;
import feign.micrometer.MicrometerObservationCapability;
import io.github.tracespring.autoconfigure.outbound.feign.FeignTracing;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Feign, that both its own observation and this project instrument.
 */
class FeignObservationTests {

	private static Traced application;

	@BeforeAll
	static void start() {
		application = Traced.run(WebApplicationType.SERVLET, MvcApplication.class, Map.of());
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void callIsOneSpanWhoseContextIsOnTheWire(boolean observedNextToTheWire) {
		application.reset();
		ObservationRegistry registry = application.bean(ObservationRegistry.class);
		Capability observation = new MicrometerObservationCapability(registry);
		Capability tracing = application.bean(FeignTracing.class);
		Greetings greetings = Feign.builder()
			.addCapability(observedNextToTheWire ? observation : tracing)
			.addCapability(observedNextToTheWire ? tracing : observation)
			.target(Greetings.class, application.url(""));
		Observation.createNotStarted("order", registry).observe(greetings::greet);
		assertThat(application.spans(3).lines()).containsExactly("CLIENT GET < order", "INTERNAL order",
				"SERVER GET /leaf < GET");
	}

	interface Greetings {

		@RequestLine("GET /leaf")
		String greet();

	}

}
