// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.config;

import java.net.URI;
import java.util.Map;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.tracespring.autoconfigure.testing.TestApplication;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The {@code Telemetry} block of a go-zero service, pasted with its capitals.
 */
@ExtendWith(OutputCaptureExtension.class)
class GoZeroBlockTests {

	@Test
	void pastedBlockMeansTheSame() {
		try (ConfigurableApplicationContext context = new TestApplication().run("--spring.config.name=go-zero")) {
			TelemetrySettings settings = context.getBean(TelemetrySettings.class);
			assertThat(settings.name()).isEqualTo("user-api");
			assertThat(settings.batcher()).isEqualTo(Batcher.OTLPHTTP);
			assertThat(settings.endpoint().uri()).isEqualTo(URI.create("https://localhost:4318/otlp/v1/traces"));
			assertThat(settings.sampling()).isEqualTo(new Sampling(Sampling.Root.RATIO, 0.5, true));
			assertThat(settings.headers())
				.isEqualTo(Map.of("Authorization", "Bearer abc", "X-Scope-OrgID", "tenant-1"));
		}
	}

	@Test
	void blockOfTheTutorialReportsToJaeger() {
		try (ConfigurableApplicationContext context = new TestApplication()
			.run("--spring.config.name=go-zero-jaeger")) {
			TelemetrySettings settings = context.getBean(TelemetrySettings.class);
			assertThat(settings.batcher()).isEqualTo(Batcher.JAEGER);
			assertThat(settings.endpoint().uri()).isEqualTo(URI.create("http://jaeger:14268/api/traces"));
		}
	}

	@Test
	void pastedBlockIsSwitchedOff() {
		try (ConfigurableApplicationContext context = new TestApplication()
			.run("--spring.config.name=go-zero-disabled")) {
			Span span = context.getBean(Tracer.class).spanBuilder("work").startSpan();
			assertThat(span.getSpanContext().isValid()).isFalse();
			assertThat(context.getBeansOfType(TelemetrySettings.class)).isEmpty();
		}
	}

	@Test
	void badValueIsFoundInItsLine(CapturedOutput output) {
		assertThatThrownBy(() -> new TestApplication().run("--spring.config.name=go-zero-bad")).isNotNull();
		assertThat(output).contains("Property: telemetry.sampler")
			.contains("Value: \"1.5\"")
			.contains("Origin: class path resource [go-zero-bad.yaml] - 3:12");
	}

}
