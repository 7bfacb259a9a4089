// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.compat.observation;

import io.github.tracespring.compat.Said;
import io.github.tracespring.compat.Stock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.annotation.Observed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Service;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

/**
 * Actuator, the bridge, and Boot's own modules for it: observations are spans, HTTP has
 * one span a request and its metrics, and what the application has of its own is as ever.
 */
@SpringBootApplication(proxyBeanMethods = false)
@Import(Stock.class)
public class ObservationApplication {

	private static final Logger logger = LoggerFactory.getLogger(ObservationApplication.class);

	public static void main(String[] args) {
		ConfigurableApplicationContext context = SpringApplication.run(ObservationApplication.class, args);
		Said.get(context, "/observed");
		Said.get(context, "/actuator/shelf");
		Said.say("the application's health indicator is asked: "
				+ Said.fetch(context, "/actuator/health").body().contains("\"books\":3"));
		MeterRegistry meters = context.getBean(MeterRegistry.class);
		Said.say("observed " + meters.get("observed").timer().count());
		Said.say("called " + meters.get("http.client.requests").timer().count());
		Said.say("answered " + meters.get("http.server.requests").tag("uri", "/users/{id}").timer().count());
		Said.say("asked the shelf " + meters.get("http.server.requests").tag("uri", "/actuator/shelf").timer().count());
		System.exit(SpringApplication.exit(context));
	}

	/**
	 * What is observed.
	 */
	@Service
	public static class Shop {

		private final ConfigurableApplicationContext context;

		private final RestClient restClient;

		private final ObservationRegistry observations;

		Shop(ConfigurableApplicationContext context, RestClient.Builder restClient, ObservationRegistry observations) {
			this.context = context;
			this.restClient = restClient.build();
			this.observations = observations;
		}

		/**
		 * Asks for a user, inside two observations.
		 * @return what is answered
		 */
		@Observed(name = "observed", contextualName = "shop", lowCardinalityKeyValues = { "size", "small" })
		public String user() {
			return Observation.createNotStarted("by.hand", this.observations)
				.observe(() -> this.restClient.get()
					.uri(Said.url(this.context) + "/users/{id}", 7)
					.retrieve()
					.body(String.class));
		}

	}

	/**
	 * An endpoint of the application's own.
	 */
	@Component
	@Endpoint(id = "shelf")
	public static class Shelf {

		/**
		 * Reads it.
		 * @return what is on it
		 */
		@ReadOperation
		public String read() {
			return "books";
		}

	}

	@RestController
	static class Controller {

		private final Shop shop;

		Controller(Shop shop) {
			this.shop = shop;
		}

		@GetMapping("/observed")
		String observed() {
			return this.shop.user();
		}

		@GetMapping("/users/{id}")
		String user(@PathVariable int id) {
			logger.info("user {}", id);
			return "user " + id;
		}

	}

}
