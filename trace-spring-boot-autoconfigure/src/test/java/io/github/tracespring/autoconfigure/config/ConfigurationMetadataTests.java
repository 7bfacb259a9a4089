// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.config;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import org.springframework.boot.json.JsonParserFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an IDE knows of each key.
 */
class ConfigurationMetadataTests {

	private final Map<String, Map<String, Object>> properties = entries("properties");

	private final Map<String, Map<String, Object>> hints = entries("hints");

	@Test
	void everyKeyHasTypeAndDescription() {
		assertThat(this.properties).containsOnlyKeys("telemetry.grpc.ignore-methods", "telemetry.grpc.message-events",
				"telemetry.name", "telemetry.endpoint", "telemetry.sampler", "telemetry.batcher",
				"telemetry.otlp-headers", "telemetry.otlp-http-path", "telemetry.otlp-http-secure",
				"telemetry.disabled", "telemetry.ignore-paths", "telemetry.resource", "telemetry.response-header",
				"telemetry.redacted-query-parameters", "telemetry.shutdown-timeout", "telemetry.batch.max-queue-size",
				"telemetry.batch.max-export-batch-size", "telemetry.batch.schedule-delay",
				"telemetry.batch.export-timeout", "telemetry.batch.max-in-flight", "telemetry.batch.compression",
				"telemetry.baggage.log", "telemetry.baggage.tags", "telemetry.jaeger.username",
				"telemetry.jaeger.password", "telemetry.ssl.bundle", "telemetry.jdbc.enabled",
				"telemetry.jdbc.connection-spans", "telemetry.jdbc.query-text", "telemetry.opencensus.enabled",
				"telemetry.scheduled.enabled", "telemetry.scheduled.ignore", "telemetry.propagation.extract",
				"telemetry.propagation.inject", "telemetry.propagation.trust-incoming",
				"telemetry.propagation.trusted-paths", "telemetry.propagation.trusted-addresses",
				"telemetry.propagation.inject-hosts", "telemetry.propagation.no-inject-hosts",
				"telemetry.spool.directory", "telemetry.spool.max-size", "telemetry.spool.max-age");
		this.properties.forEach((name, property) -> {
			assertThat(property.get("type")).as(name).asString().contains(".");
			assertThat(property.get("description")).as(name).asString().endsWith(".").doesNotContain("{@");
		});
	}

	@Test
	void everyDefaultIsShown() {
		assertThat(this.properties.entrySet()
			.stream()
			.filter((property) -> !property.getValue().containsKey("defaultValue"))
			.map(Map.Entry::getKey)).containsExactlyInAnyOrder("telemetry.endpoint", "telemetry.spool.directory",
					"telemetry.batch.compression", "telemetry.otlp-headers", "telemetry.resource",
					"telemetry.baggage.log", "telemetry.baggage.tags", "telemetry.scheduled.ignore",
					"telemetry.jaeger.username", "telemetry.jaeger.password", "telemetry.ssl.bundle",
					"telemetry.propagation.trusted-paths", "telemetry.propagation.trusted-addresses",
					"telemetry.propagation.inject-hosts", "telemetry.propagation.no-inject-hosts");
		assertThat(defaultOf("telemetry.sampler")).isEqualTo("1");
		assertThat(defaultOf("telemetry.batcher")).isEqualTo("otlpgrpc");
		assertThat(defaultOf("telemetry.otlp-http-path")).isEqualTo("/v1/traces");
		assertThat(defaultOf("telemetry.disabled")).isEqualTo("false");
		assertThat(defaultOf("telemetry.shutdown-timeout")).isEqualTo("5s");
		assertThat(defaultOf("telemetry.batch.max-queue-size")).isEqualTo("10000");
		assertThat(defaultOf("telemetry.spool.max-size")).isEqualTo("256MB");
		assertThat(defaultOf("telemetry.spool.max-age")).isEqualTo("1d");
	}

	@Test
	void everyBatcherIsSuggested() {
		assertThat(suggestions("telemetry.batcher"))
			.isEqualTo(List.of("otlpgrpc", "otlphttp", "zipkin", "jaeger", "file", "log"));
		for (String key : suggestions("telemetry.batcher")) {
			assertThat(Batcher.valueOf(key.toUpperCase(Locale.ROOT)).key()).isEqualTo(key);
		}
	}

	@Test
	void responseHeadersAreSuggested() {
		assertThat(suggestions("telemetry.response-header")).contains("traceresponse", "off");
	}

	private String defaultOf(String name) {
		return String.valueOf(this.properties.get(name).get("defaultValue"));
	}

	private List<String> suggestions(String name) {
		return list(this.hints.get(name).get("values")).stream().map((value) -> value.get("value").toString()).toList();
	}

	/** The entries of our own metadata, by name. */
	private static Map<String, Map<String, Object>> entries(String section) {
		List<Map<String, Object>> entries = new ArrayList<>();
		try {
			for (URL url : Collections.list(ConfigurationMetadataTests.class.getClassLoader()
				.getResources("META-INF/spring-configuration-metadata.json"))) {
				try (InputStream in = url.openStream()) {
					entries.addAll(list(JsonParserFactory.getJsonParser()
						.parseMap(new String(in.readAllBytes(), StandardCharsets.UTF_8))
						.get(section)));
				}
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		return entries.stream()
			.filter((entry) -> entry.get("name").toString().startsWith("telemetry."))
			.collect(Collectors.toMap((entry) -> entry.get("name").toString(), (entry) -> entry));
	}

	@SuppressWarnings("unchecked")
	private static List<Map<String, Object>> list(Object value) {
		return (value != null) ? (List<Map<String, Object>>) value : List.of();
	}

}
