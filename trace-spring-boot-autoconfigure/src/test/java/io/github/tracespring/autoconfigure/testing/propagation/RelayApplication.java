// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.testing.propagation;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.opentelemetry.api.baggage.Baggage;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Calls whom a request names, as the W3C's conformance suite wants it: the body is a list
 * of {@code {"url": …, "arguments": …}}, and the arguments are posted to each URL. The
 * suite itself runs against {@link #main}.
 */
public final class RelayApplication {

	private RelayApplication() {
	}

	/**
	 * Runs the application until it is killed.
	 * @param arguments {@code SERVLET} or {@code REACTIVE}, and the port
	 */
	public static void main(String... arguments) {
		run(WebApplicationType.valueOf(arguments[0]), "--server.port=" + arguments[1]);
	}

	static ConfigurableApplicationContext run(WebApplicationType type, String... arguments) {
		Class<?> server = (type == WebApplicationType.SERVLET) ? Servlet.class : Reactive.class;
		return new SpringApplicationBuilder(server).web(type)
			.properties("server.port=0", "server.address=127.0.0.1", "spring.reactor.netty.shutdown-quiet-period=0s")
			.run(arguments);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(ServletRelay.class)
	static class Servlet {

		@Bean
		TomcatServletWebServerFactory webServerFactory() {
			return new TomcatServletWebServerFactory();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(ReactiveRelay.class)
	static class Reactive {

		@Bean
		NettyReactiveWebServerFactory webServerFactory() {
			return new NettyReactiveWebServerFactory();
		}

	}

	record Call(String url, List<Object> arguments) {

	}

	@RestController
	static class ServletRelay {

		private final RestTemplate restTemplate;

		private final RestClient restClient;

		private final WebClient webClient;

		ServletRelay(RestTemplateBuilder restTemplate, RestClient.Builder restClient, WebClient.Builder webClient) {
			this.restTemplate = restTemplate.build();
			this.restClient = restClient.build();
			this.webClient = webClient.build();
		}

		@PostMapping("/rest-template")
		void restTemplate(@RequestBody List<Call> calls) {
			calls.forEach((call) -> this.restTemplate.postForEntity(call.url(), call.arguments(), Void.class));
		}

		@PostMapping("/rest-client")
		void restClient(@RequestBody List<Call> calls) {
			calls.forEach((call) -> this.restClient.post()
				.uri(call.url())
				.body(call.arguments())
				.retrieve()
				.toBodilessEntity());
		}

		@PostMapping("/web-client")
		void webClient(@RequestBody List<Call> calls) {
			calls.forEach((call) -> post(this.webClient, call).block());
		}

		@GetMapping("/baggage")
		Map<String, String> baggage() {
			return entries();
		}

	}

	@RestController
	static class ReactiveRelay {

		private final WebClient webClient;

		ReactiveRelay(WebClient.Builder webClient) {
			this.webClient = webClient.build();
		}

		@PostMapping("/web-client")
		Mono<Void> webClient(@RequestBody List<Call> calls) {
			return Flux.fromIterable(calls).concatMap((call) -> post(this.webClient, call)).then();
		}

		@GetMapping("/baggage")
		Mono<Map<String, String>> baggage() {
			return Mono.fromSupplier(RelayApplication::entries);
		}

	}

	private static Mono<Void> post(WebClient client, Call call) {
		return client.post().uri(call.url()).bodyValue(call.arguments()).retrieve().toBodilessEntity().then();
	}

	private static Map<String, String> entries() {
		Map<String, String> entries = new TreeMap<>();
		Baggage.current().forEach((key, entry) -> entries.put(key, entry.getValue()));
		return entries;
	}

}
