// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.http;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.client.support.RestClientHttpServiceGroupConfigurer;
import org.springframework.web.client.support.RestTemplateAdapter;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.support.WebClientAdapter;
import org.springframework.web.reactive.function.client.support.WebClientHttpServiceGroupConfigurer;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.invoker.HttpExchangeAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;
import org.springframework.web.service.registry.HttpServiceGroup.ClientType;
import org.springframework.web.service.registry.ImportHttpServices;
import org.springframework.web.util.DefaultUriBuilderFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code @HttpExchange} interfaces over each client, made by hand and imported in groups.
 */
class HttpExchangeTracingTest {

	private static TestServer server;

	private static ConfigurableApplicationContext context;

	private static InMemorySpanExporter exporter;

	@BeforeAll
	static void start() {
		server = new TestServer();
		context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.run("--spring.main.banner-mode=off", HttpClientContractTest.NO_BATCH);
		exporter = context.getBean(InMemorySpanExporter.class);
	}

	@AfterAll
	static void stop() {
		context.close();
		server.close();
	}

	@BeforeEach
	void reset() {
		exporter.reset();
		server.reset();
	}

	interface Users {

		@GetExchange("/users/{id}")
		ResponseEntity<Void> get(@PathVariable("id") int id);

	}

	interface BlockingUsers extends Users {

	}

	interface ReactiveUsers extends Users {

	}

	@Test
	void proxyOverRestClientIsTraced() {
		assertTraced(proxy(RestClientAdapter.create(context.getBean(RestClient.class))));
	}

	@Test
	void proxyOverRestTemplateIsTraced() {
		assertTraced(proxy(RestTemplateAdapter.create(context.getBean(RestTemplate.class))));
	}

	@Test
	void proxyOverWebClientIsTraced() {
		assertTraced(proxy(WebClientAdapter.create(context.getBean(WebClient.class))));
	}

	@Test
	void groupOverRestClientIsTraced() {
		assertTraced(context.getBean(BlockingUsers.class));
	}

	@Test
	void groupOverWebClientIsTraced() {
		assertTraced(context.getBean(ReactiveUsers.class));
	}

	private static Users proxy(HttpExchangeAdapter adapter) {
		return HttpServiceProxyFactory.builderFor(adapter).build().createClient(Users.class);
	}

	private static void assertTraced(Users users) {
		assertThat(users.get(42).getStatusCode()).isEqualTo(HttpStatus.OK);
		assertThat(exporter.getFinishedSpanItems()).hasSize(1);
		SpanData span = exporter.getFinishedSpanItems().get(0);
		assertThat(span.getName()).isEqualTo("GET /users/{id}");
		assertThat(span.getAttributes().get(AttributeKey.stringKey("url.full"))).isEqualTo(server.url() + "/users/42");
		assertThat(server.requests()).hasSize(1);
		assertThat(server.requests().get(0).get("traceparent")).singleElement()
			.asString()
			.contains(span.getTraceId() + "-" + span.getSpanId());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@ImportHttpServices(group = "blocking", types = BlockingUsers.class)
	@ImportHttpServices(group = "reactive", types = ReactiveUsers.class, clientType = ClientType.WEB_CLIENT)
	static class Application {

		@Bean
		InMemorySpanExporter inMemorySpanExporter() {
			return InMemorySpanExporter.create();
		}

		@Bean
		SpanProcessor recordingSpanProcessor(InMemorySpanExporter exporter) {
			return SimpleSpanProcessor.create(exporter);
		}

		@Bean
		RestClient restClient() {
			return RestClient.builder().baseUrl(server.url()).requestFactory(new JdkClientHttpRequestFactory()).build();
		}

		@Bean
		RestTemplate restTemplate(RestTemplateBuilder builder) {
			return builder.uriTemplateHandler(new DefaultUriBuilderFactory(server.url())).build();
		}

		@Bean
		WebClient webClient() {
			return WebClient.create(server.url());
		}

		@Bean
		RestClientHttpServiceGroupConfigurer restClientBaseUrl() {
			return (groups) -> groups.forEachClient((group, builder) -> builder.baseUrl(server.url()));
		}

		@Bean
		WebClientHttpServiceGroupConfigurer webClientBaseUrl() {
			return (groups) -> groups.forEachClient((group, builder) -> builder.baseUrl(server.url()));
		}

	}

}
