// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.benchmarks.app;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestTemplate;

@RestController
class HelloController {

	private final RestTemplate restTemplate;

	HelloController(RestTemplateBuilder builder, @Value("${server.port}") int port) {
		this.restTemplate = builder.baseUri("http://127.0.0.1:" + port).build();
	}

	@GetMapping("/hello/{name}")
	String hello(@PathVariable String name) {
		return name;
	}

	/** One more request, to itself. */
	@GetMapping("/call/{name}")
	String call(@PathVariable String name) {
		return this.restTemplate.getForObject("/hello/{name}", String.class, name);
	}

}
