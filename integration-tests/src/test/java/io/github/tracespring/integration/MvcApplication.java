// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.integration;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.annotation.Observed;
import io.micrometer.tracing.annotation.NewSpan;
import io.micrometer.tracing.annotation.SpanTag;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import org.slf4j.MDC;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

/**
 * What is called in the tests on Spring MVC.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration(exclude = { SecurityAutoConfiguration.class, ServletWebSecurityAutoConfiguration.class,
		ManagementWebSecurityAutoConfiguration.class })
@Import({ MvcApplication.Outer.class, MvcApplication.Inner.class, MvcApplication.Endpoints.class })
class MvcApplication {

	@Bean(destroyMethod = "shutdown")
	ExecutorService pool() {
		return Context.taskWrapping(Executors.newSingleThreadExecutor());
	}

	@Bean
	RestClient restClient(RestClient.Builder builder) {
		return builder.build();
	}

	@Bean
	RestTemplate restTemplate(RestTemplateBuilder builder) {
		return builder.build();
	}

	@Component
	static class Outer {

		private final Inner inner;

		private final ObservationRegistry registry;

		Outer(Inner inner, ObservationRegistry registry) {
			this.inner = inner;
			this.registry = registry;
		}

		@Observed(name = "outer", contextualName = "outer")
		public void call(String url) {
			Observation.createNotStarted("own", this.registry).observe(() -> this.inner.call(url, 42));
		}

	}

	@Component
	static class Inner {

		private final RestClient client;

		Inner(RestClient client) {
			this.client = client;
		}

		@NewSpan("inner")
		public void call(String url, @SpanTag("answer") int answer) {
			this.client.get().uri(url).retrieve().toBodilessEntity();
		}

	}

	@RestController
	static class Endpoints {

		private final RestClient client;

		private final RestTemplate template;

		private final Outer outer;

		private final ObservationRegistry registry;

		private final Tracer tracer;

		private final ExecutorService pool;

		private final org.springframework.core.env.Environment environment;

		Endpoints(RestClient client, RestTemplate template, Outer outer, ObservationRegistry registry, Tracer tracer,
				ExecutorService pool, org.springframework.core.env.Environment environment) {
			this.client = client;
			this.template = template;
			this.outer = outer;
			this.registry = registry;
			this.tracer = tracer;
			this.pool = pool;
			this.environment = environment;
		}

		private String leafUrl() {
			return "http://localhost:" + this.environment.getProperty("local.server.port") + "/leaf";
		}

		@GetMapping("/leaf")
		String leaf() {
			return "leaf";
		}

		@GetMapping("/restclient")
		String restClient() {
			return this.client.get().uri(leafUrl()).retrieve().body(String.class);
		}

		@GetMapping("/resttemplate")
		String restTemplate() {
			return this.template.getForObject(leafUrl(), String.class);
		}

		@GetMapping("/nobean")
		String noBean() {
			RestClient own = RestClient.builder().observationRegistry(this.registry).build();
			return own.get().uri(leafUrl()).retrieve().body(String.class);
		}

		@GetMapping("/observed")
		String observed() {
			this.outer.call(leafUrl());
			return "observed";
		}

		@GetMapping("/manual")
		String manual() {
			Span span = this.tracer.spanBuilder("manual").startSpan();
			try (var scope = span.makeCurrent()) {
				Observation.createNotStarted("in manual", this.registry).contextualName("in manual").observe(() -> {
				});
			}
			finally {
				span.end();
			}
			return "manual";
		}

		@GetMapping("/mdc")
		String mdc() {
			String before = ids();
			String inside = Observation.createNotStarted("observed", this.registry).observe(this::ids);
			return before + " " + inside + " " + ids();
		}

		private String ids() {
			return MDC.get("span_id") + " " + MDC.get("spanId");
		}

		@GetMapping("/thread")
		String thread() {
			return Observation.createNotStarted("observed", this.registry)
				.observe(() -> CompletableFuture
					.supplyAsync(() -> Span.current().getSpanContext().getSpanId() + " " + MDC.get("span_id"),
							this.pool)
					.join());
		}

		@GetMapping("/reactive")
		String reactive() {
			Span outer = this.tracer.spanBuilder("outer span").startSpan();
			try (var outerScope = outer.makeCurrent()) {
				Span inner = this.tracer.spanBuilder("inner span").startSpan();
				try (var innerScope = inner.makeCurrent()) {
					return Mono.fromCallable(() -> Span.current().getSpanContext().getSpanId())
						.subscribeOn(Schedulers.boundedElastic())
						.block();
				}
				finally {
					inner.end();
				}
			}
			finally {
				outer.end();
			}
		}

		@GetMapping("/scoped")
		String scoped() throws Exception {
			Observation request = this.registry.getCurrentObservation();
			AtomicReference<String> id = new AtomicReference<>();
			Thread thread = new Thread(() -> request.scoped(() -> id.set(Span.current().getSpanContext().getSpanId())));
			thread.start();
			thread.join();
			return id.get();
		}

		@GetMapping("/failing")
		String failing() {
			try {
				Observation.createNotStarted("failing", this.registry).observe(() -> {
					throw new IllegalStateException("broken");
				});
			}
			catch (IllegalStateException ex) {
				return "failed";
			}
			return "not failed";
		}

		@GetMapping("/ignored")
		String ignored() {
			this.outer.call(leafUrl());
			return "ignored";
		}

	}

}
