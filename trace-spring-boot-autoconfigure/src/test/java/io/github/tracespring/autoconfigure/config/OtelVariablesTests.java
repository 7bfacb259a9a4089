// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.config;

import java.util.Map;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.propagation.ContextPropagators;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.tracespring.autoconfigure.testing.TestApplication;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * OpenTelemetry's environment variables fill what the block leaves unsaid.
 */
@ExtendWith(OutputCaptureExtension.class)
class OtelVariablesTests {

	private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";

	private static final String TRACES_ENDPOINT = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";

	private static final String PROTOCOL = "OTEL_EXPORTER_OTLP_PROTOCOL";

	private static final String HEADERS = "OTEL_EXPORTER_OTLP_HEADERS";

	private final TestApplication application = new TestApplication();

	@Test
	void serviceName() {
		this.application.variable("OTEL_SERVICE_NAME", "var").variable("OTEL_RESOURCE_ATTRIBUTES", "service.name=attr");
		assertThat(settings("--spring.application.name=app").name()).isEqualTo("var");
		assertThat(settings("--telemetry.name=block").name()).isEqualTo("block");
		assertThat(settings("--telemetry.resource.service.name=block").name()).isEqualTo("block");
	}

	@Test
	void serviceNameOfTheResourceAttributes() {
		this.application.variable("OTEL_RESOURCE_ATTRIBUTES", "service.name=attr");
		assertThat(settings("--spring.application.name=app").name()).isEqualTo("attr");
		assertThat(settings("--telemetry.name=block").name()).isEqualTo("block");
	}

	@Test
	void resourceAttributes(CapturedOutput output) {
		this.application.variable("OTEL_RESOURCE_ATTRIBUTES",
				"team=a%20b%2Cc , deployment.environment.name=dev,odd=1+1=2,bad%zz=%zz,nonsense");
		assertThat(settings("--telemetry.resource.deployment.environment.name=prod").resource())
			.isEqualTo(Map.of("team", "a b,c", "deployment.environment.name", "prod", "odd", "1+1=2", "bad%zz", "%zz"));
		assertThat(output).contains("OTEL_RESOURCE_ATTRIBUTES holds an entry that is not key=value");
	}

	@Test
	void endpointForAllSignals() {
		this.application.variable(ENDPOINT, "http://collector:4317");
		assertThat(settings().endpoint()).hasToString("http://collector:4317");
		assertThat(settings("--telemetry.endpoint=block:1").endpoint()).hasToString("http://block:1");
	}

	@ParameterizedTest
	@CsvSource({ "http://collector:4318,http://collector:4318/v1/traces",
			"http://collector:4318/,http://collector:4318/v1/traces",
			"https://collector/base/,https://collector/base/v1/traces" })
	void endpointForAllSignalsIsABaseOverHttp(String value, String uri) {
		this.application.variable(ENDPOINT, value).variable(PROTOCOL, "http/protobuf");
		assertThat(settings().endpoint()).hasToString(uri);
	}

	@Test
	void endpointForTracesWins() {
		this.application.variable(ENDPOINT, "http://all:4318").variable(TRACES_ENDPOINT, "http://traces:4318/as/it/is");
		assertThat(settings("--telemetry.batcher=otlphttp").endpoint()).hasToString("http://traces:4318/as/it/is");
		assertThat(settings("--telemetry.batcher=otlphttp", "--telemetry.endpoint=block:1").endpoint())
			.hasToString("http://block:1/v1/traces");
	}

	@Test
	void otlpEndpointIsNotForOtherBatchers() {
		this.application.variable(ENDPOINT, "http://all:4318").variable(TRACES_ENDPOINT, "http://traces:4318");
		assertThat(settings("--telemetry.batcher=zipkin").endpoint()).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "grpc,OTLPGRPC", "http/protobuf,OTLPHTTP", "GRPC,OTLPGRPC" })
	void protocol(String value, Batcher batcher) {
		this.application.variable(PROTOCOL, value);
		assertThat(settings().batcher()).isEqualTo(batcher);
		assertThat(settings("--telemetry.batcher=zipkin").batcher()).isEqualTo(Batcher.ZIPKIN);
	}

	@Test
	void protocolForTracesWins() {
		this.application.variable(PROTOCOL, "grpc").variable("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "http/protobuf");
		assertThat(settings().batcher()).isEqualTo(Batcher.OTLPHTTP);
	}

	@Test
	void headers() {
		this.application.variable(HEADERS, "api-key=a%20b,x-other=c==");
		assertThat(settings().headers()).isEqualTo(Map.of("api-key", "a b", "x-other", "c=="));
		assertThat(settings("--telemetry.otlp-headers.own=d").headers()).isEqualTo(Map.of("own", "d"));
		assertThat(settings("--telemetry.batcher=zipkin").headers()).isEmpty();
	}

	@Test
	void headersForTracesWin() {
		this.application.variable(HEADERS, "key=all").variable("OTEL_EXPORTER_OTLP_TRACES_HEADERS", "key=traces");
		assertThat(settings().headers()).isEqualTo(Map.of("key", "traces"));
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", textBlock = """
			always_on,                -,    ON,    1,   false
			always_off,               -,    OFF,   0,   false
			traceidratio,             0.5,  RATIO, 0.5, false
			parentbased_always_on,    -,    ON,    1,   true
			parentbased_always_off,   -,    OFF,   0,   true
			parentbased_traceidratio, 0.5,  RATIO, 0.5, true
			PARENTBASED_TRACEIDRATIO, -,    ON,    1,   true
			""")
	void sampler(String name, String argument, Sampling.Root root, double ratio, boolean parentBased) {
		this.application.variable("OTEL_TRACES_SAMPLER", name);
		if (argument != null) {
			this.application.variable("OTEL_TRACES_SAMPLER_ARG", argument);
		}
		assertThat(settings().sampling()).isEqualTo(new Sampling(root, ratio, parentBased));
		assertThat(settings("--telemetry.sampler=0.125").sampling())
			.isEqualTo(new Sampling(Sampling.Root.RATIO, 0.125, true));
	}

	@Test
	void propagators() {
		this.application.variable("OTEL_PROPAGATORS", " baggage, TraceContext,baggage");
		assertThat(settings().extract()).containsExactly(Propagator.BAGGAGE, Propagator.TRACECONTEXT);
		assertThat(settings().inject()).containsExactly(Propagator.BAGGAGE, Propagator.TRACECONTEXT);
	}

	@Test
	void propagatorsOfZipkin() {
		this.application.variable("OTEL_PROPAGATORS", "b3,b3multi");
		assertThat(settings().extract()).containsExactly(Propagator.B3, Propagator.B3MULTI);
		assertThat(settings().inject()).containsExactly(Propagator.B3, Propagator.B3MULTI);
	}

	@Test
	void propagatorsFillTheDirectionOfWhichTheBlockSaysNothing() {
		this.application.variable("OTEL_PROPAGATORS", "jaeger");
		TelemetrySettings settings = settings("--telemetry.propagation.extract=b3");
		assertThat(settings.extract()).containsExactly(Propagator.B3);
		assertThat(settings.inject()).containsExactly(Propagator.JAEGER);
	}

	@Test
	void noPropagators() {
		this.application.variable("OTEL_PROPAGATORS", "none");
		try (ConfigurableApplicationContext context = this.application.run()) {
			assertThat(context.getBean(TelemetrySettings.class).extract()).isEmpty();
			assertThat(context.getBean(TelemetrySettings.class).inject()).isEmpty();
			assertThat(context.getBean(ContextPropagators.class).getTextMapPropagator().fields()).isEmpty();
		}
	}

	@Test
	void propagatorsThatAreNotSupportedAreLeftOut(CapturedOutput output) {
		this.application.variable("OTEL_PROPAGATORS", "xray,baggage");
		assertThat(settings().extract()).containsExactly(Propagator.BAGGAGE);
		assertThat(settings().inject()).containsExactly(Propagator.BAGGAGE);
		assertThat(output).contains("OTEL_PROPAGATORS names 'xray', which is ignored");
	}

	@Test
	void propagatorsThatAreAllNotSupportedMeanTheDefault() {
		this.application.variable("OTEL_PROPAGATORS", "xray");
		assertThat(settings().inject()).containsExactly(Propagator.TRACECONTEXT, Propagator.BAGGAGE);
	}

	@ParameterizedTest
	@CsvSource({ "true,,false", "TRUE,,false", "false,,true", "yes,,true", "true,false,true", "false,true,false" })
	void disabled(String variable, String block, boolean on) {
		this.application.variable("OTEL_SDK_DISABLED", variable);
		String[] arguments = (block != null) ? new String[] { "--telemetry.disabled=" + block } : new String[0];
		try (ConfigurableApplicationContext context = this.application.run(arguments)) {
			assertThat(context.getBean(Tracer.class).spanBuilder("work").startSpan().getSpanContext().isValid())
				.isEqualTo(on);
		}
	}

	@Test
	void emptyVariablesAreUnsaid() {
		for (String name : new String[] { "OTEL_SERVICE_NAME", "OTEL_RESOURCE_ATTRIBUTES", ENDPOINT, TRACES_ENDPOINT,
				PROTOCOL, HEADERS, "OTEL_TRACES_SAMPLER", "OTEL_TRACES_SAMPLER_ARG", "OTEL_PROPAGATORS",
				"OTEL_SDK_DISABLED" }) {
			this.application.variable(name, " ");
		}
		TelemetrySettings settings = settings();
		assertThat(settings.name()).isEqualTo("unknown_service:java");
		assertThat(settings.endpoint()).isNull();
		assertThat(settings.batcher()).isEqualTo(Batcher.OTLPGRPC);
		assertThat(settings.inject()).hasSize(2);
	}

	@Test
	void blockMayBeVariablesToo() {
		this.application.variable("TELEMETRY_NAME", "var")
			.variable("TELEMETRY_OTLPHTTPPATH", "/own")
			.variable("TELEMETRY_BATCH_MAXQUEUESIZE", "1000");
		TelemetrySettings settings = settings("--telemetry.batcher=otlphttp", "--telemetry.endpoint=collector");
		assertThat(settings.name()).isEqualTo("var");
		assertThat(settings.endpoint()).hasToString("http://collector:4318/own");
		assertThat(settings.batch().getMaxQueueSize()).isEqualTo(1000);
	}

	private TelemetrySettings settings(String... arguments) {
		try (ConfigurableApplicationContext context = this.application.run(arguments)) {
			return context.getBean(TelemetrySettings.class);
		}
	}

}
