// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.webflux;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

import io.github.tracespring.autoconfigure.inbound.http.ServerProbe;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientResponseException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * From a request through WebClient to another request: one trace, whatever operators are
 * between.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebFluxToWebClientTest {

	private ConfigurableApplicationContext context;

	private ServerProbe probe;

	@BeforeAll
	void start() {
		this.context = new SpringApplicationBuilder(Application.class, ServerProbe.class)
			.web(WebApplicationType.REACTIVE)
			.run("--server.port=0", "--server.address=127.0.0.1", "--spring.reactor.netty.shutdown-quiet-period=0s");
		this.probe = this.context.getBean(ServerProbe.class);
	}

	@AfterAll
	void stop() {
		this.context.close();
	}

	@BeforeEach
	void reset() {
		this.probe.spans().reset();
	}

	@ParameterizedTest
	@CsvSource({ "direct, 1", "delayed, 1", "otherThread, 1", "zipped, 2", "flux, 3", "retried, 3", "blocking, 1",
			"later, 1", "timeout, 1" })
	void callsArePartOfTheTrace(String kind, int calls) throws Exception {
		URI uri = URI.create("http://127.0.0.1:" + port(this.context.getEnvironment()) + "/front/" + kind);
		HttpResponse<String> response = HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
		assertThat(response.statusCode()).isEqualTo(200);
		Awaitility.await().until(() -> this.probe.spans().getFinishedSpanItems().size() >= 1 + 2 * calls);
		List<SpanData> spans = this.probe.spans().getFinishedSpanItems();
		assertThat(spans).hasSize(1 + 2 * calls)
			.extracting(SpanData::getTraceId)
			.containsOnly(spans.get(0).getTraceId());
		SpanData front = only(spans, (span) -> span.getParentSpanId().equals(SpanId.getInvalid()));
		assertThat(front.getName()).isEqualTo("GET /front/{kind}");
		List<SpanData> clients = spans.stream().filter((span) -> span.getKind() == SpanKind.CLIENT).toList();
		assertThat(clients).hasSize(calls).extracting(SpanData::getParentSpanId).containsOnly(front.getSpanId());
		Map<String, SpanData> backs = spans.stream()
			.filter((span) -> span.getKind() == SpanKind.SERVER && span != front)
			.collect(Collectors.toMap(SpanData::getParentSpanId, Function.identity()));
		assertThat(backs.keySet())
			.containsExactlyInAnyOrderElementsOf(clients.stream().map(SpanData::getSpanId).toList());
	}

	@Test
	void callIsPartOfTheTraceThoughReactorIsLimited() throws Exception {
		Hooks.disableAutomaticContextPropagation();
		try {
			callsArePartOfTheTrace("delayed", 1);
		}
		finally {
			Hooks.enableAutomaticContextPropagation();
		}
	}

	private static SpanData only(List<SpanData> spans, java.util.function.Predicate<SpanData> wanted) {
		List<SpanData> found = spans.stream().filter(wanted).toList();
		assertThat(found).hasSize(1);
		return found.get(0);
	}

	private static String port(Environment environment) {
		return environment.getRequiredProperty("local.server.port");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Controller.class)
	static class Application {

		@Bean
		NettyReactiveWebServerFactory webServerFactory() {
			return new NettyReactiveWebServerFactory();
		}

	}

	@RestController
	static class Controller {

		private final WebClient client;

		private final Environment environment;

		Controller(WebClient.Builder builder, Environment environment) {
			this.client = builder.build();
			this.environment = environment;
		}

		private Mono<String> back(String path) {
			return this.client.get()
				.uri("http://127.0.0.1:" + port(this.environment) + path)
				.retrieve()
				.bodyToMono(String.class);
		}

		@GetMapping("/back/{status}")
		org.springframework.http.ResponseEntity<String> back(@PathVariable int status) {
			return org.springframework.http.ResponseEntity.status(status).body("back");
		}

		@GetMapping("/never")
		Mono<String> never() {
			return Mono.never();
		}

		@GetMapping("/front/{kind}")
		Mono<?> front(@PathVariable String kind) {
			Mono<String> call = back("/back/200");
			return switch (kind) {
				case "direct" -> call;
				case "delayed" -> Mono.delay(Duration.ofMillis(2)).flatMap((tick) -> back("/back/200"));
				case "otherThread" -> call.subscribeOn(Schedulers.boundedElastic()).publishOn(Schedulers.parallel());
				case "zipped" -> Mono.zip(call, back("/back/201"));
				case "flux" -> Flux.range(1, 3).flatMap((i) -> back("/back/20" + i)).collectList();
				case "retried" -> back("/back/503").retryWhen(Retry.backoff(2, Duration.ofMillis(2)))
					.onErrorReturn(Throwable.class, "given up");
				case "blocking" -> Mono.fromCallable(call::block).subscribeOn(Schedulers.boundedElastic());
				case "later" -> back("/back/500").onErrorReturn(WebClientResponseException.class, "answered");
				case "timeout" -> back("/never").timeout(Duration.ofMillis(200)).onErrorReturn("timed out");
				default -> throw new IllegalArgumentException(kind);
			};
		}

	}

}
