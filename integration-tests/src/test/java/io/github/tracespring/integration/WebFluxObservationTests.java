// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.integration;

import java.time.Duration;
import java.util.Map;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.MDC;
import reactor.core.observability.micrometer.Micrometer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.security.autoconfigure.ReactiveUserDetailsServiceAutoConfiguration;
import org.springframework.boot.security.autoconfigure.actuate.web.reactive.ReactiveManagementWebSecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Observations on WebFlux: Reactor carries the observation and the context side by side,
 * and the inner one of the two is what is current.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class WebFluxObservationTests {

	private Traced application;

	abstract Map<String, String> properties();

	@BeforeAll
	void start() {
		this.application = Traced.run(WebApplicationType.REACTIVE, Application.class, properties());
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
		get("/webclient");
		assertThat(this.application.spans(3).lines()).containsExactly("CLIENT GET < GET /webclient",
				"SERVER GET /leaf < GET", "SERVER GET /webclient");
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
		get("/webclient");
		assertThat(meters.get("http.server.requests").tag("uri", "/webclient").timer().count()).isPositive();
		assertThat(meters.get("http.client.requests").timer().count()).isPositive();
	}

	@Test
	void operatorsBelowAnObservationRunInIt() {
		String[] ids = get("/operators").split(" ");
		SpanData tapped = this.application.spans(2).named("tapped");
		assertThat(ids).hasSize(6).containsOnly(tapped.getSpanId());
		assertThat(this.application.spans(2).lines()).containsExactly("INTERNAL tapped < GET /operators",
				"SERVER GET /operators");
	}

	@Test
	void operatorsAroundAnObservationDoNot() {
		String[] ids = get("/around").split(" ");
		SpanData server = this.application.spans(2).named("GET /around");
		assertThat(ids).hasSize(2).containsOnly(server.getSpanId());
	}

	@Test
	void callInsideAnObservationIsItsChild() {
		get("/nested");
		assertThat(this.application.spans(4).lines()).containsExactly("CLIENT GET < tapped",
				"INTERNAL tapped < GET /nested", "SERVER GET /leaf < GET", "SERVER GET /nested");
	}

	@Test
	void observationInsideASpanOfOnesOwnIsItsChild() {
		get("/manual");
		assertThat(this.application.spans(5).lines()).containsExactlyInAnyOrder("INTERNAL tapped < manual",
				"INTERNAL manual < GET /manual", "CLIENT GET < tapped", "SERVER GET /leaf < GET", "SERVER GET /manual");
	}

	@Test
	void nothingStaysOnTheThreads() throws Exception {
		for (int i = 0; i < 20; i++) {
			get("/operators");
			get("/nested");
		}
		for (Scheduler scheduler : new Scheduler[] { Endpoints.POOL, Endpoints.OTHER }) {
			assertThat(Mono
				.fromCallable(() -> Context.current() == Context.root() && ids().equals("null null")
						&& this.application.bean(ObservationRegistry.class).getCurrentObservation() == null)
				.subscribeOn(scheduler)
				.block(Duration.ofSeconds(5))).isTrue();
		}
		assertThat(get("/fresh")).isEqualTo("true");
	}

	private static String ids() {
		return MDC.get("span_id") + " " + MDC.get("spanId");
	}

	static class WithBootsTracingTests extends WebFluxObservationTests {

		@Override
		Map<String, String> properties() {
			return Map.of("management.tracing.sampling.probability", "0.0");
		}

	}

	static class WithoutBootsTracingTests extends WebFluxObservationTests {

		@Override
		Map<String, String> properties() {
			return Map.of("spring.autoconfigure.exclude", Traced.BOOTS_TRACING);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = { ReactiveWebSecurityAutoConfiguration.class,
			ReactiveUserDetailsServiceAutoConfiguration.class, ReactiveManagementWebSecurityAutoConfiguration.class })
	@Import(Endpoints.class)
	static class Application {

	}

	@RestController
	static class Endpoints {

		static final Scheduler POOL = Schedulers.newSingle("pool", true);

		static final Scheduler OTHER = Schedulers.newSingle("other", true);

		private final WebClient client;

		private final ObservationRegistry registry;

		private final Tracer tracer;

		private final Environment environment;

		Endpoints(WebClient.Builder client, ObservationRegistry registry, Tracer tracer, Environment environment) {
			this.client = client.build();
			this.registry = registry;
			this.tracer = tracer;
			this.environment = environment;
		}

		private String leafUrl() {
			return "http://localhost:" + this.environment.getProperty("local.server.port") + "/leaf";
		}

		private Mono<String> call(WebClient client) {
			return client.get().uri(leafUrl()).retrieve().bodyToMono(String.class);
		}

		private <T> Mono<T> tapped(Mono<T> chain) {
			return chain.name("tapped")
				.tap(Micrometer.observation(this.registry,
						(registry) -> Observation.createNotStarted("tapped", registry)));
		}

		@GetMapping("/leaf")
		String leaf() {
			return "leaf";
		}

		@GetMapping("/fresh")
		Mono<String> fresh() {
			// On an event loop's thread: the only context there is that of this request
			return Mono.fromCallable(
					() -> String.valueOf(Span.current().getSpanContext().getSpanId().equals(MDC.get("span_id"))));
		}

		@GetMapping("/webclient")
		Mono<String> webClient() {
			return call(this.client);
		}

		@GetMapping("/nobean")
		Mono<String> noBean() {
			return call(WebClient.builder().observationRegistry(this.registry).build());
		}

		@GetMapping("/operators")
		Mono<String> operators() {
			return tapped(Mono.fromCallable(this::spanId)
				.subscribeOn(POOL)
				.map((ids) -> ids + " " + spanId())
				.publishOn(OTHER)
				.map((ids) -> ids + " " + spanId())
				.flatMap((ids) -> Mono.delay(Duration.ofMillis(1)).map((tick) -> ids + " " + spanId()))
				.flatMap((ids) -> Flux.just(1, 2)
					.publishOn(POOL)
					.map((one) -> spanId())
					.last()
					.map((last) -> ids + " " + last))
				.map((ids) -> ids + " " + MDC.get("span_id")));
		}

		@GetMapping("/around")
		Mono<String> around() {
			return Mono.fromCallable(this::spanId)
				.flatMap((before) -> tapped(Mono.delay(Duration.ofMillis(1))).map((tick) -> before + " " + spanId()));
		}

		@GetMapping("/nested")
		Mono<String> nested() {
			return tapped(Mono.delay(Duration.ofMillis(1), OTHER).then(Mono.defer(() -> call(this.client))));
		}

		@GetMapping("/manual")
		Mono<String> manual() {
			return Mono.defer(() -> {
				Span span = this.tracer.spanBuilder("manual").startSpan();
				Context context = Context.current().with(span);
				return tapped(Mono.delay(Duration.ofMillis(1), OTHER).then(Mono.defer(() -> call(this.client))))
					.doFinally((signal) -> span.end())
					.contextWrite((reactor) -> reactor.put("io.opentelemetry.context.Context", context));
			});
		}

		private String spanId() {
			return Span.current().getSpanContext().getSpanId();
		}

	}

}
