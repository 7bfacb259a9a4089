// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.integration;

import java.util.Map;
import java.util.concurrent.ExecutorService;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.MDC;

import org.springframework.boot.WebApplicationType;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Observations on Spring MVC: spans that are ours already stay single, those around and
 * inside them are in the same trace.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class MvcObservationTests {

	private Traced application;

	/** More properties of the application. */
	abstract Map<String, String> properties();

	@BeforeAll
	void start() {
		this.application = Traced.run(WebApplicationType.SERVLET, MvcApplication.class, properties());
	}

	@AfterAll
	void stop() {
		this.application.close();
	}

	@BeforeEach
	void reset() {
		this.application.reset();
	}

	private String get(String path) {
		return RestClient.create().get().uri(this.application.url(path)).retrieve().body(String.class);
	}

	@Test
	void requestsAndCallsHaveOneSpanEach() {
		get("/restclient");
		Trace trace = this.application.spans(3);
		assertThat(trace.lines()).containsExactly("CLIENT GET < GET /restclient", "SERVER GET /leaf < GET",
				"SERVER GET /restclient");
		assertThat(trace.traces()).isOne();
		this.application.reset();
		get("/resttemplate");
		assertThat(this.application.spans(3).lines()).containsExactly("CLIENT GET < GET /resttemplate",
				"SERVER GET /leaf < GET", "SERVER GET /resttemplate");
	}

	@Test
	void clientThatIsNoBeanPassesTheTraceOn() {
		get("/nobean");
		assertThat(this.application.spans(2).lines()).containsExactly("SERVER GET /leaf < GET /nobean",
				"SERVER GET /nobean");
	}

	@Test
	void metricsStillCount() {
		MeterRegistry meters = this.application.bean(MeterRegistry.class);
		get("/restclient");
		assertThat(meters.get("http.server.requests").tag("uri", "/restclient").timer().count()).isPositive();
		assertThat(meters.get("http.server.requests").tag("uri", "/leaf").timer().count()).isPositive();
		assertThat(meters.get("http.client.requests").timer().count()).isPositive();
	}

	@Test
	void annotatedMethodsAndOwnObservationsAreSpansWithWhatTheyCallInside() {
		get("/observed");
		Trace trace = this.application.spans(6);
		assertThat(trace.lines()).containsExactlyInAnyOrder("CLIENT GET < inner", "INTERNAL inner < own",
				"INTERNAL own < outer", "INTERNAL outer < GET /observed", "SERVER GET /leaf < GET",
				"SERVER GET /observed");
		assertThat(trace.named("inner").getAttributes().asMap().toString()).contains("answer=42");
	}

	@Test
	void spanOfOnesOwnIsTheParentOfAnObservationInIt() {
		get("/manual");
		assertThat(this.application.spans(3).lines()).containsExactly("INTERNAL in manual < manual",
				"INTERNAL manual < GET /manual", "SERVER GET /manual");
	}

	@Test
	void mdcFollowsTheObservationAndNothingStays() {
		String[] ids = get("/mdc").split(" ");
		Trace trace = this.application.spans(2);
		SpanData server = trace.named("GET /mdc");
		SpanData observed = trace.named("observed");
		assertThat(ids).containsExactly(server.getSpanId(), server.getSpanId(), observed.getSpanId(),
				observed.getSpanId(), server.getSpanId(), server.getSpanId());
	}

	@Test
	void otherThreadsRunInTheObservation() throws Exception {
		String[] result = get("/thread").split(" ");
		SpanData observed = this.application.spans(2).named("observed");
		assertThat(result).containsExactly(observed.getSpanId(), observed.getSpanId());
		ExecutorService pool = this.application.bean(ExecutorService.class);
		assertThat(pool.submit(() -> Context.current() == Context.root()).get()).isTrue();
		assertThat(pool.submit(MDC::getCopyOfContextMap).get()).satisfiesAnyOf((mdc) -> assertThat(mdc).isNull(),
				(mdc) -> assertThat(mdc).isEmpty());
	}

	@Test
	void reactiveCodeRunsInTheInnermostSpan() {
		String id = get("/reactive");
		assertThat(id).isEqualTo(this.application.spans(3).named("inner span").getSpanId());
	}

	@Test
	void observationOfARequestTakesItsSpanToAnotherThread() {
		String id = get("/scoped");
		assertThat(id).isEqualTo(this.application.spans(1).named("GET /scoped").getSpanId());
	}

	@Test
	void nothingBelowAnIgnoredRequestIsRecorded() {
		get("/ignored");
		get("/leaf");
		assertThat(this.application.spans(1).lines()).containsExactly("SERVER GET /leaf");
	}

	@Test
	void failureIsRecordedOnTheObservation() {
		get("/failing");
		SpanData failed = this.application.spans(2).named("failing");
		assertThat(failed.getEvents()).singleElement()
			.satisfies((event) -> assertThat(event.getAttributes().asMap().toString()).contains("broken"));
	}

	@Test
	void thereIsOneOfEverything() {
		assertThat(this.application.context().getBeansOfType(OpenTelemetry.class)).hasSize(1);
		assertThat(this.application.context().getBeansOfType(Tracer.class)).hasSize(1);
		assertThat(this.application.context().getBeansOfType(io.micrometer.tracing.Tracer.class))
			.containsOnlyKeys("micrometerTracer");
		assertThat(this.application.context().getBeansOfType(SpanProcessor.class))
			.containsOnlyKeys("telemetrySpanProcessor");
	}

	/** As an application has it that brings Boot's modules for tracing. */
	static class WithBootsTracingTests extends MvcObservationTests {

		@Override
		Map<String, String> properties() {
			return Map.of("management.tracing.sampling.probability", "0.0");
		}

	}

	static class WithoutBootsTracingTests extends MvcObservationTests {

		@Override
		Map<String, String> properties() {
			return Map.of("spring.autoconfigure.exclude", Traced.BOOTS_TRACING);
		}

	}

}
