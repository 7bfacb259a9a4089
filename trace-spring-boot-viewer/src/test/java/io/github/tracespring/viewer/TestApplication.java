// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.viewer;

import java.time.Duration;
import java.util.Map;

import io.opentelemetry.api.trace.Tracer;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

/**
 * An application with Spring Security's default headers, on any server.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({ TestApplication.Controller.class, TestApplication.ServletSecurity.class,
		TestApplication.ReactiveSecurity.class })
class TestApplication {

	@RestController
	static class Controller {

		private final Tracer tracer;

		private final RestClient client;

		Controller(Tracer tracer, RestClient.Builder builder) {
			this.tracer = tracer;
			JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory();
			requests.setReadTimeout(Duration.ofSeconds(10));
			this.client = builder.requestFactory(requests).build();
		}

		@GetMapping("/hello")
		String hello() {
			this.tracer.spanBuilder("greet").startSpan().setAttribute("greeting", "hello").addEvent("greeted").end();
			return "hello";
		}

		@GetMapping("/fail")
		String fail() {
			throw new IllegalStateException("this always fails");
		}

		@GetMapping("/call")
		Map<String, String> call(@RequestParam String url) {
			return Map.of("answer", this.client.get().uri(url).retrieve().body(String.class));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	static class ServletSecurity {

		@Bean
		SecurityFilterChain security(HttpSecurity http, Environment environment) throws Exception {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())
				.csrf((csrf) -> csrf.ignoringRequestMatchers("/telemetry/**"))
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	static class ReactiveSecurity {

		@Bean
		SecurityWebFilterChain security(ServerHttpSecurity http) {
			return http.authorizeExchange((exchanges) -> exchanges.anyExchange().permitAll())
				.csrf(ServerHttpSecurity.CsrfSpec::disable)
				.build();
		}

	}

}
