// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.status;

import java.util.Map;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The actuator does not tell the block's secrets, even where it is to tell values.
 */
class SecretsAutoConfigurationTests {

	@ParameterizedTest
	@ValueSource(strings = { "env", "configprops" })
	void secretsAreMaskedWhereValuesAreShown(String endpoint) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.addFirst(new SystemEnvironmentPropertySource("variables",
					Map.of("TELEMETRY_OTLPHEADERS_TOKEN", "hush", "OTEL_EXPORTER_OTLP_HEADERS", "x=hush",
							"OTEL_EXPORTER_OTLP_TRACES_HEADERS", "x=hush", "OTEL_EXPORTER_OTLP_ENDPOINT",
							"http://joe:hush@env.example")));
		SpringApplicationBuilder application = new SpringApplicationBuilder(Application.class).environment(environment)
			.web(WebApplicationType.SERVLET);
		try (ConfigurableApplicationContext context = application.run("--server.port=0", "--server.address=127.0.0.1",
				"--management.endpoints.web.exposure.include=*",
				"--management.endpoint." + endpoint + ".show-values=always", "--telemetry.name=shown",
				"--Telemetry.Endpoint=http://joe:hush@jaeger.example?key=hush", "--telemetry.batcher=jaeger",
				"--telemetry.jaeger.username=hush", "--telemetry.jaeger.password=hush",
				"--Telemetry.OtlpHeaders.x-api-key=hush")) {
			String port = context.getEnvironment().getProperty("local.server.port");
			String answer = RestClient.create()
				.get()
				.uri("http://127.0.0.1:" + port + "/actuator/" + endpoint)
				.retrieve()
				.body(String.class);
			assertThat(answer).contains("\"shown\"", "http://***@jaeger.example?***", "******").doesNotContain("hush");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
