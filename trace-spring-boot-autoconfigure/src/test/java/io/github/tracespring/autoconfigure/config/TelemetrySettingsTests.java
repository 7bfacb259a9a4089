// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.tracespring.autoconfigure.testing.TestApplication;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What each key of the block does, and what is in force without it.
 */
class TelemetrySettingsTests {

	@Test
	void emptyBlockMeansDefaults() {
		TelemetrySettings settings = settings();
		assertThat(settings.name()).isEqualTo("unknown_service:java");
		assertThat(settings.batcher()).isEqualTo(Batcher.OTLPGRPC);
		assertThat(settings.endpoint()).isNull();
		assertThat(settings.reports()).isFalse();
		assertThat(settings.sampling()).isEqualTo(new Sampling(Sampling.Root.ON, 1, true));
		assertThat(settings.extract()).containsExactly(Propagator.TRACECONTEXT, Propagator.B3, Propagator.B3MULTI,
				Propagator.JAEGER, Propagator.BAGGAGE);
		assertThat(settings.inject()).containsExactly(Propagator.TRACECONTEXT, Propagator.BAGGAGE);
		assertThat(settings.headers()).isEmpty();
		assertThat(settings.resource()).isEmpty();
		assertThat(settings.ignorePaths()).isNull();
		assertThat(settings.responseHeader()).isEqualTo("traceresponse");
		assertThat(settings.redactedQueryParameters()).isNull();
		assertThat(settings.shutdownTimeout()).isEqualTo(Duration.ofSeconds(5));
		assertThat(settings.batch().getMaxQueueSize()).isEqualTo(10_000);
		assertThat(settings.batch().getMaxExportBatchSize()).isEqualTo(512);
		assertThat(settings.batch().getScheduleDelay()).isEqualTo(Duration.ofSeconds(5));
		assertThat(settings.batch().getExportTimeout()).isEqualTo(Duration.ofSeconds(30));
	}

	@ParameterizedTest
	@CsvSource({ "otlpgrpc,localhost:4317,https://localhost:4317",
			"zipkin,localhost,https://localhost:9411/api/v2/spans", "jaeger,https://jaeger,https://jaeger/api/traces" })
	void sslBundleMeansTls(String batcher, String endpoint, String address) {
		TelemetrySettings settings = settings("--telemetry.batcher=" + batcher, "--telemetry.endpoint=" + endpoint,
				"--telemetry.ssl.bundle=collector");
		assertThat(settings.endpoint().uri()).hasToString(address);
		assertThat(settings.sslBundle()).isEqualTo("collector");
	}

	@Test
	void propagationIsSaidForEachDirection() {
		TelemetrySettings settings = settings("--telemetry.propagation.extract=jaeger, b3-multi,jaeger",
				"--telemetry.propagation.inject[0]=B3", "--telemetry.propagation.inject[1]=baggage");
		assertThat(settings.extract()).containsExactly(Propagator.JAEGER, Propagator.B3MULTI);
		assertThat(settings.inject()).containsExactly(Propagator.B3, Propagator.BAGGAGE);
		assertThat(settings("--telemetry.propagation.inject=").inject()).isEmpty();
		assertThat(settings("--telemetry.propagation.inject=").extract()).hasSize(5);
	}

	@Test
	void everyKeyIsUsed() {
		TelemetrySettings settings = settings("--telemetry.name=user-api", "--telemetry.endpoint=collector",
				"--telemetry.sampler=0.25", "--telemetry.batcher=otlphttp", "--telemetry.otlp-headers.X-Key=secret",
				"--telemetry.otlp-http-path=custom/traces", "--telemetry.otlp-http-secure=true",
				"--telemetry.ignore-paths=/a,/b/**", "--telemetry.resource.deployment.environment.name=prod",
				"--telemetry.response-header=X-Trace-Id", "--telemetry.redacted-query-parameters=pin,otp",
				"--telemetry.shutdown-timeout=2s", "--telemetry.batch.max-queue-size=100",
				"--telemetry.batch.max-export-batch-size=10", "--telemetry.batch.schedule-delay=100ms",
				"--telemetry.batch.export-timeout=1s");
		assertThat(settings.name()).isEqualTo("user-api");
		assertThat(settings.endpoint().uri()).isEqualTo(URI.create("https://collector:4318/custom/traces"));
		assertThat(settings.reports()).isTrue();
		assertThat(settings.sampling()).isEqualTo(new Sampling(Sampling.Root.RATIO, 0.25, true));
		assertThat(settings.batcher()).isEqualTo(Batcher.OTLPHTTP);
		assertThat(settings.headers()).isEqualTo(Map.of("X-Key", "secret"));
		assertThat(settings.ignorePaths()).containsExactly("/a", "/b/**");
		assertThat(settings.resource()).isEqualTo(Map.of("deployment.environment.name", "prod"));
		assertThat(settings.responseHeader()).isEqualTo("X-Trace-Id");
		assertThat(settings.redactedQueryParameters()).containsExactly("pin", "otp");
		assertThat(settings.shutdownTimeout()).isEqualTo(Duration.ofSeconds(2));
		assertThat(settings.batch().getMaxQueueSize()).isEqualTo(100);
		assertThat(settings.batch().getMaxExportBatchSize()).isEqualTo(10);
		assertThat(settings.batch().getScheduleDelay()).isEqualTo(Duration.ofMillis(100));
		assertThat(settings.batch().getExportTimeout()).isEqualTo(Duration.ofSeconds(1));
	}

	@Test
	void keysLeftEmptyAreUnsaid() {
		TelemetrySettings settings = settings("--telemetry.name=", "--telemetry.endpoint=", "--telemetry.sampler=",
				"--telemetry.batcher=", "--telemetry.disabled=", "--spring.application.name=shop");
		assertThat(settings.name()).isEqualTo("shop");
		assertThat(settings.endpoint()).isNull();
		assertThat(settings.sampling()).isEqualTo(new Sampling(Sampling.Root.ON, 1, true));
		assertThat(settings.batcher()).isEqualTo(Batcher.OTLPGRPC);
	}

	@Test
	void nameIsTheApplicationsUnlessSaid() {
		assertThat(settings("--spring.application.name=shop").name()).isEqualTo("shop");
		assertThat(settings("--spring.application.name=shop", "--telemetry.name=till").name()).isEqualTo("till");
		assertThat(settings("--spring.application.name=shop", "--telemetry.resource.service.name=desk").name())
			.isEqualTo("desk");
	}

	@ParameterizedTest
	@CsvSource({ "otlpgrpc,OTLPGRPC", "OTLPHTTP,OTLPHTTP", "otlp-http,OTLPHTTP", "Zipkin,ZIPKIN", "file,FILE",
			"log,LOG" })
	void batcherIsNamedInAnyCase(String value, Batcher batcher) {
		assertThat(settings("--telemetry.batcher=" + value).batcher()).isEqualTo(batcher);
	}

	@ParameterizedTest
	@CsvSource({ "0,RATIO", "0.0,RATIO", "0.5,RATIO", "1,ON", "1.0,ON" })
	void samplerTakesEveryShare(String value, Sampling.Root root) {
		assertThat(settings("--telemetry.sampler=" + value).sampling())
			.isEqualTo(new Sampling(root, Double.parseDouble(value), true));
	}

	@ParameterizedTest
	@ValueSource(strings = { "off", "OFF", "false", "" })
	void responseHeaderCanBeSwitchedOff(String value) {
		assertThat(settings("--telemetry.response-header=" + value).responseHeader()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "on", "true" })
	void responseHeaderSwitchedOnIsTheDefault(String value) {
		assertThat(settings("--telemetry.response-header=" + value).responseHeader()).isEqualTo("traceresponse");
	}

	@Test
	void smallQueueMakesTheDefaultBatchSmaller() {
		TelemetryProperties.Batch batch = settings("--telemetry.batch.max-queue-size=100").batch();
		assertThat(batch.getMaxExportBatchSize()).isEqualTo(100);
	}

	@Test
	void logReportsWithoutEndpoint() {
		TelemetrySettings settings = settings("--telemetry.batcher=log", "--telemetry.endpoint=ignored:1");
		assertThat(settings.reports()).isTrue();
		assertThat(settings.endpoint()).isNull();
	}

	@Test
	void otlpHeadersAreNotForOtherBatchers() {
		assertThat(settings("--telemetry.batcher=zipkin", "--telemetry.otlp-headers.key=x").headers()).isEmpty();
	}

	@Test
	void settingsCanNotBeChanged() {
		TelemetrySettings settings = settings("--telemetry.otlp-headers.key=x", "--telemetry.resource.team=y",
				"--telemetry.ignore-paths=/z");
		for (Map<String, String> map : List.of(settings.headers(), settings.resource())) {
			assertThat(map).isUnmodifiable();
		}
		assertThat(settings.ignorePaths()).isUnmodifiable();
	}

	@Test
	void textOfTheSettingsHoldsNoSecret() {
		assertThat(settings("--telemetry.endpoint=http://user:pass-word@localhost:4317",
				"--telemetry.otlp-headers.key=head-secret"))
			.asString()
			.contains("http://***@localhost:4317")
			.contains("key")
			.doesNotContain("pass-word")
			.doesNotContain("head-secret");
	}

	@Test
	void blockMayBeImported() {
		TelemetrySettings settings = settings("--spring.config.import=classpath:imported-block.yaml");
		assertThat(settings.name()).isEqualTo("imported");
		assertThat(settings.batcher()).isEqualTo(Batcher.ZIPKIN);
	}

	private static TelemetrySettings settings(String... arguments) {
		try (ConfigurableApplicationContext context = new TestApplication().run(arguments)) {
			return context.getBean(TelemetrySettings.class);
		}
	}

}
