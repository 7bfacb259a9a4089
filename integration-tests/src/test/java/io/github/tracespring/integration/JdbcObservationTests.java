// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.integration;

import java.util.Map;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * JDBC, that both datasource-micrometer and this project instrument.
 */
class JdbcObservationTests {

	@Test
	void statementIsOneSpanBesideThoseOfTheConnection() {
		Trace trace = select("true");
		assertThat(trace.lines()).containsExactlyInAnyOrder("INTERNAL order", "CLIENT connection < order",
				"CLIENT SELECT information_schema.tables < order", "CLIENT result-set < order");
	}

	@Test
	void statementIsItsObservationsWhereStatementsAreNotTraced() {
		Trace trace = select("false");
		assertThat(trace.lines()).containsExactlyInAnyOrder("INTERNAL order", "CLIENT connection < order",
				"CLIENT query < order", "CLIENT result-set < order");
	}

	private static Trace select(String traced) {
		try (Traced application = Traced.run(WebApplicationType.NONE, Application.class,
				Map.of("spring.datasource.url", "jdbc:h2:mem:observed", "telemetry.jdbc.enabled", traced))) {
			JdbcTemplate jdbc = application.bean(JdbcTemplate.class);
			jdbc.execute("SELECT 1");
			application.reset();
			Observation.createNotStarted("order", application.bean(ObservationRegistry.class))
				.observe(() -> assertThat(jdbc.queryForList("SELECT table_name FROM information_schema.tables"))
					.isNotEmpty());
			return application.spans(4);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
