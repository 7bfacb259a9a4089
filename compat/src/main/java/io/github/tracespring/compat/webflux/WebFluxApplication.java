// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.compat.webflux;

import java.time.Duration;

import io.github.tracespring.compat.Said;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * WebFlux, annotated and functional, with a client that is made by hand: nothing but its
 * own starter is there.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class WebFluxApplication {

	private static final Logger logger = LoggerFactory.getLogger(WebFluxApplication.class);

	public static void main(String[] args) {
		ConfigurableApplicationContext context = SpringApplication.run(WebFluxApplication.class, args);
		Said.get(context, "/web-client");
		Said.get(context, "/functional/8");
		Said.fetch(context, "/broken");
		Said.fetch(context, "/nowhere");
		System.exit(SpringApplication.exit(context));
	}

	@Bean
	WebClient webClient() {
		return WebClient.create();
	}

	@Bean
	RouterFunction<ServerResponse> functional() {
		return RouterFunctions.route()
			.GET("/functional/{id}",
					(request) -> ServerResponse.ok().bodyValue("functional " + request.pathVariable("id")))
			.build();
	}

	@RestController
	static class Controller {

		private final ConfigurableApplicationContext context;

		private final WebClient webClient;

		Controller(ConfigurableApplicationContext context, WebClient webClient) {
			this.context = context;
			this.webClient = webClient;
		}

		@GetMapping("/web-client")
		Mono<String> webClient() {
			return Mono.delay(Duration.ofMillis(1))
				.flatMap((tick) -> this.webClient.get()
					.uri(Said.url(this.context) + "/users/{id}", 3)
					.retrieve()
					.bodyToMono(String.class));
		}

		@GetMapping("/users/{id}")
		Mono<String> user(@PathVariable int id) {
			return Mono.delay(Duration.ofMillis(1))
				.doOnNext((tick) -> logger.info("user {}", id))
				.thenReturn("user " + id);
		}

		@GetMapping("/broken")
		Mono<String> broken() {
			return Mono.error(new UnsupportedOperationException("broken"));
		}

	}

}
