// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.integration;

import java.time.Duration;
import java.util.Map;

import com.mongodb.observability.ObservabilitySettings;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.boot.mongodb.autoconfigure.MongoReactiveAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.observability.ContextProviderFactory;
import org.springframework.data.mongodb.observability.MongoObservationCommandListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spring Data MongoDB with a server in this process that speaks the real one's protocol.
 */
class MongoObservationTests {

	/** Takes two seconds to close. */
	private static final String REACTIVE = MongoReactiveAutoConfiguration.class.getName();

	private static MongoServer server;

	private static String address;

	@BeforeAll
	static void start() {
		server = new MongoServer(new MemoryBackend());
		address = server.bindAndGetConnectionString();
	}

	@AfterAll
	static void stop() {
		server.shutdownNow();
	}

	@Test
	void commandsAreClientSpans() {
		Trace trace = insertAndFind(Application.class, 3);
		assertThat(trace.lines()).containsExactly("CLIENT cities.find < order", "CLIENT cities.insert < order",
				"INTERNAL order");
		assertThat(trace.traces()).isOne();
		assertThat(trace.named("cities.find").getAttributes().get(AttributeKey.stringKey("db.system")))
			.isEqualTo("mongodb");
		assertThat(trace.spans().toString()).doesNotContain("Secretville");
	}

	/** What a chain runs in may be known to OpenTelemetry alone. */
	@Test
	void commandsOfAReactiveChainAreInItsSpan() {
		try (Traced application = run(Application.class, "")) {
			ReactiveMongoTemplate mongo = application.bean(ReactiveMongoTemplate.class);
			mongo.executeCommand(new Document("ping", 1)).block();
			application.reset();
			Span span = application.bean(OpenTelemetry.class).getTracer("test").spanBuilder("span").startSpan();
			try (Scope scope = span.makeCurrent()) {
				mongo.insert(new Document("name", "one"), "towns")
					.delayElement(Duration.ofMillis(1))
					.thenMany(mongo.findAll(Document.class, "towns"))
					.blockLast();
			}
			finally {
				span.end();
			}
			assertThat(application.spans(3).lines()).containsExactly("CLIENT towns.find < span",
					"CLIENT towns.insert < span", "INTERNAL span");
		}
	}

	@Test
	void commandsThatTheUserHasObservedAreObservedOnce() {
		assertThat(insertAndFind(Observed.class, 3).lines()).hasSize(3);
	}

	@Test
	void driverThatObservesByItselfIsLeftAlone() {
		assertThat(insertAndFind(DriverObserves.class, 5).lines()).hasSize(5);
	}

	private static Traced run(Class<?> source, String excluded) {
		return Traced.run(WebApplicationType.NONE, source,
				Map.of("spring.mongodb.uri", address + "/test", "spring.autoconfigure.exclude", excluded));
	}

	private static Trace insertAndFind(Class<?> source, int spans) {
		try (Traced application = run(source, REACTIVE)) {
			MongoTemplate mongo = application.bean(MongoTemplate.class);
			mongo.executeCommand(new Document("ping", 1));
			application.reset();
			Observation.createNotStarted("order", application.bean(ObservationRegistry.class)).observe(() -> {
				mongo.insert(new Document("name", "Secretville"), "cities");
				assertThat(mongo.findAll(Document.class, "cities")).isNotEmpty();
			});
			return application.spans(spans);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	@SuppressWarnings("removal")
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Observed {

		@Bean
		MongoClientSettingsBuilderCustomizer own(ObservationRegistry registry) {
			return (settings) -> settings.contextProvider(ContextProviderFactory.create(registry))
				.addCommandListener(new MongoObservationCommandListener(registry));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class DriverObserves {

		@Bean
		MongoClientSettingsBuilderCustomizer own(ObservationRegistry registry) {
			return (settings) -> settings
				.observabilitySettings(ObservabilitySettings.micrometerBuilder().observationRegistry(registry).build());
		}

	}

}
