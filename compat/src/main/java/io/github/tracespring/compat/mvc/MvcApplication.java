// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.compat.mvc;

import java.util.concurrent.Callable;

import io.github.tracespring.compat.RestTemplates;
import io.github.tracespring.compat.Said;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Spring MVC with the three clients, each from Boot's own builder.
 */
@SpringBootApplication(proxyBeanMethods = false)
@Import(RestTemplates.class)
@RestController
public class MvcApplication {

	private static final Logger logger = LoggerFactory.getLogger(MvcApplication.class);

	private final ConfigurableApplicationContext context;

	private final RestTemplate restTemplate;

	private final RestClient restClient;

	private final WebClient webClient;

	MvcApplication(ConfigurableApplicationContext context, RestTemplate restTemplate, RestClient.Builder restClient,
			WebClient.Builder webClient) {
		this.context = context;
		this.restTemplate = restTemplate;
		this.restClient = restClient.build();
		this.webClient = webClient.build();
	}

	public static void main(String[] args) {
		ConfigurableApplicationContext context = SpringApplication.run(MvcApplication.class, args);
		Said.get(context, "/rest-template");
		Said.get(context, "/rest-client");
		Said.get(context, "/web-client");
		Said.get(context, "/later?token=secret");
		Said.get(context, "/conflict");
		Said.fetch(context, "/broken");
		Said.fetch(context, "/nowhere");
		System.exit(SpringApplication.exit(context));
	}

	@GetMapping("/rest-template")
	String restTemplate() {
		return this.restTemplate.getForObject(users(), String.class, 1);
	}

	@GetMapping("/rest-client")
	String restClient() {
		return this.restClient.get().uri(users(), 2).retrieve().body(String.class);
	}

	@GetMapping("/web-client")
	String webClient() {
		return this.webClient.get().uri(users(), 3).retrieve().bodyToMono(String.class).block();
	}

	@GetMapping("/later")
	Callable<String> later(@RequestParam String token) {
		return () -> {
			logger.info("later");
			return "later";
		};
	}

	@GetMapping("/conflict")
	String conflict() {
		throw new IllegalStateException("in conflict");
	}

	@GetMapping("/broken")
	String broken() {
		throw new UnsupportedOperationException("broken");
	}

	@GetMapping("/users/{id}")
	String user(@PathVariable int id) {
		logger.info("user {}", id);
		return "user " + id;
	}

	@ExceptionHandler
	@ResponseStatus(HttpStatus.CONFLICT)
	String conflict(IllegalStateException ex) {
		return ex.getMessage();
	}

	private String users() {
		return Said.url(this.context) + "/users/{id}";
	}

}
