// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.integration;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.awaitility.Awaitility;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * A running application whose finished spans are kept.
 */
final class Traced implements AutoCloseable {

	/** What Boot has of its own to make spans of observations. */
	static final String BOOTS_TRACING = "org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration,"
			+ "org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingAutoConfiguration,"
			+ "org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration,"
			+ "org.springframework.boot.micrometer.tracing.autoconfigure.NoopTracerAutoConfiguration";

	private static final String EXCLUDE = "spring.autoconfigure.exclude";

	/** What Boot makes even if nobody uses it, unless a property says that it is used. */
	private static final Map<String, String> UNLESS = Map.of("spring.mongodb.uri",
			"org.springframework.boot.mongodb.autoconfigure.MongoAutoConfiguration,"
					+ "org.springframework.boot.mongodb.autoconfigure.MongoReactiveAutoConfiguration",
			"spring.datasource.url", "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration");

	private final ConfigurableApplicationContext context;

	private Traced(ConfigurableApplicationContext context) {
		this.context = context;
	}

	static Traced run(WebApplicationType type, Class<?> source, Map<String, String> properties) {
		Map<String, String> arguments = new TreeMap<>(
				Map.of("server.port", "0", "telemetry.name", "test", "telemetry.batch.schedule-delay", "20ms",
						"telemetry.ignore-paths", "/ignored", "server.shutdown", "immediate"));
		arguments.putAll(properties);
		Set<String> excluded = new TreeSet<>(Set.of(arguments.getOrDefault(EXCLUDE, "").split(",")));
		UNLESS.forEach((property, unneeded) -> {
			if (!properties.containsKey(property)) {
				excluded.add(unneeded);
			}
		});
		arguments.put(EXCLUDE, String.join(",", excluded));
		SpringApplication application = new SpringApplication(source, Spans.class);
		application.setWebApplicationType(type);
		application.setBannerMode(Banner.Mode.OFF);
		application.setRegisterShutdownHook(false);
		return new Traced(application.run(arguments.entrySet()
			.stream()
			.map((entry) -> "--" + entry.getKey() + "=" + entry.getValue())
			.toArray(String[]::new)));
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	ConfigurableApplicationContext context() {
		return this.context;
	}

	String url(String path) {
		return "http://localhost:" + this.context.getEnvironment().getProperty("local.server.port") + path;
	}

	/** Forgets the spans so far. */
	void reset() {
		bean(SdkTracerProvider.class).forceFlush().join(5, TimeUnit.SECONDS);
		bean(InMemorySpanExporter.class).reset();
	}

	/** All spans, as soon as there are so many; more would be in the answer too. */
	Trace spans(int count) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(10))
			.pollInterval(Duration.ofMillis(20))
			.until(() -> finished().size() >= count);
		return new Trace(finished());
	}

	private List<SpanData> finished() {
		bean(SdkTracerProvider.class).forceFlush().join(5, TimeUnit.SECONDS);
		return bean(InMemorySpanExporter.class).getFinishedSpanItems();
	}

	@Override
	public void close() {
		this.context.close();
	}

	@Configuration(proxyBeanMethods = false)
	static class Spans {

		@Bean
		SpanExporter inMemoryExporter() {
			return InMemorySpanExporter.create();
		}

	}

}
