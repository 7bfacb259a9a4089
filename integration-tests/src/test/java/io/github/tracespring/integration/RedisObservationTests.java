// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.integration;

import java.nio.file.Files;
import java.util.Map;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.observation.LettuceObservationAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.core.StringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Spring Data Redis with a real server.
 */
class RedisObservationTests {

	private static RedisServer server;

	@BeforeAll
	static void start() throws Exception {
		assumeTrue(Files.isExecutable(RedisServer.PROGRAM), RedisServer.PROGRAM + " is not there (redis-server)");
		server = new RedisServer();
	}

	@AfterAll
	static void stop() throws Exception {
		if (server != null) {
			server.close();
		}
	}

	@Test
	void commandsAreClientSpans() {
		commandsAreClientSpans("");
	}

	@Test
	void commandsAreClientSpansWhereBootDoesNotObserveThem() {
		commandsAreClientSpans(LettuceObservationAutoConfiguration.class.getName());
	}

	private static void commandsAreClientSpans(String excluded) {
		try (Traced application = Traced.run(WebApplicationType.NONE, Application.class, Map
			.of("spring.data.redis.port", String.valueOf(server.port()), "spring.autoconfigure.exclude", excluded))) {
			StringRedisTemplate redis = application.bean(StringRedisTemplate.class);
			redis.hasKey("connects");
			// its span ends on a thread of the driver, a moment after the answer
			Awaitility.await().until(() -> application.spans(1).lines().contains("CLIENT exists"));
			application.reset();
			Observation.createNotStarted("order", application.bean(ObservationRegistry.class)).observe(() -> {
				redis.opsForValue().set("key", "value");
				assertThat(redis.opsForValue().get("key")).isEqualTo("value");
			});
			assertThat(application.spans(3).lines()).containsExactly("CLIENT get < order", "CLIENT set < order",
					"INTERNAL order");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
