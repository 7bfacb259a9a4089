// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.status;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.tracespring.autoconfigure.core.Instrumentation;
import io.github.tracespring.autoconfigure.testing.TestApplication;
import io.github.tracespring.user.OwnBeans;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The line that says at start-up what is in force.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartupLineTests {

	private final TestApplication application = new TestApplication();

	@Test
	void settingsAreSaid(CapturedOutput output) {
		run("--telemetry.name=user-api", "--telemetry.batcher=zipkin",
				"--telemetry.endpoint=http://user:hush@localhost:9411/api/v2/spans?token=hush");
		assertThat(line(output))
			.endsWith("Tracing as 'user-api': zipkin to http://***@localhost:9411/api/v2/spans?***, "
					+ "sampler 1.0, extracts tracecontext b3 b3multi jaeger baggage, "
					+ "injects tracecontext baggage, instrumented: logging");
		assertThat(output).doesNotContain("hush");
	}

	@Test
	void noEndpointMeansNothingIsSent(CapturedOutput output) {
		run("--telemetry.sampler=0.1");
		assertThat(line(output)).contains("Tracing as 'unknown_service:java': nothing is sent "
				+ "(telemetry.endpoint is not set), sampler 0.1, extracts");
	}

	@Test
	void logNeedsNoEndpoint(CapturedOutput output) {
		run("--telemetry.batcher=log");
		assertThat(line(output)).contains("Tracing as 'unknown_service:java': log, sampler");
	}

	@Test
	void fileIsAPath(CapturedOutput output) {
		run("--telemetry.batcher=file", "--telemetry.endpoint=/tmp/traces.jsonl");
		assertThat(line(output)).contains("file to /tmp/traces.jsonl, ");
	}

	@Test
	void variablesAreInForceToo(CapturedOutput output) {
		this.application.variable("OTEL_PROPAGATORS", "none").variable("OTEL_TRACES_SAMPLER", "always_off");
		run();
		assertThat(line(output))
			.contains("sampler 0.0 (whatever the caller decided), extracts nothing, injects nothing, ");
	}

	@Test
	void disabledIsSaid(CapturedOutput output) {
		run("--telemetry.disabled=true");
		assertThat(line(output)).endsWith("Tracing is off (telemetry.disabled)");
	}

	@Test
	void disabledByVariableIsSaid(CapturedOutput output) {
		this.application.variable("OTEL_SDK_DISABLED", "true");
		run();
		assertThat(line(output)).endsWith("Tracing is off (OTEL_SDK_DISABLED)");
	}

	@Test
	void instrumentationIsSaidInOrder(CapturedOutput output) {
		this.application.with(Instrumentations.class);
		run();
		assertThat(line(output)).endsWith("instrumented: servlet, RestClient, logging");
	}

	@Test
	void ownExporterIsSaid(CapturedOutput output) {
		this.application.with(OwnBeans.Exporter.class);
		run("--telemetry.endpoint=void:4317");
		assertThat(line(output)).contains("spans to InMemorySpanExporter, sampler 1.0").doesNotContain("void");
	}

	@Test
	void ownSamplerIsSaid(CapturedOutput output) {
		this.application.with(OwnBeans.OwnSampler.class);
		run("--telemetry.sampler=0.5");
		assertThat(line(output)).contains("sampler AlwaysOffSampler").doesNotContain("sampler 0.5");
	}

	@Test
	void ownPropagatorsAreSaid(CapturedOutput output) {
		this.application.with(OwnBeans.Propagators.class);
		run();
		assertThat(line(output)).contains("propagators of traceparent, tracestate, ");
	}

	@Test
	void ownTracerProviderIsSaid(CapturedOutput output) {
		this.application.with(OwnBeans.Provider.class);
		run("--telemetry.endpoint=void:4317");
		assertThat(line(output))
			.contains("Tracing with the application's own SdkTracerProvider: sampler AlwaysOffSampler, extracts trace")
			.doesNotContain("void");
	}

	@Test
	void ownOpenTelemetryIsSaid(CapturedOutput output) {
		this.application.with(OwnBeans.Whole.class);
		run("--telemetry.endpoint=void:4317");
		assertThat(line(output)).endsWith("Tracing with the application's own OpenTelemetry (OpenTelemetrySdk): "
				+ "propagators of traceparent, tracestate, instrumented: logging");
	}

	@Test
	void lazyBeansAreSaidToo(CapturedOutput output) {
		run("--spring.main.lazy-initialization=true");
		assertThat(line(output)).contains("instrumented: logging");
	}

	@Test
	void treeOfContextsHasOneLine(CapturedOutput output) {
		try (ConfigurableApplicationContext child = new SpringApplicationBuilder(Everything.class)
			.web(WebApplicationType.NONE)
			.child(Everything.class)
			.web(WebApplicationType.NONE)
			.run()) {
			((ConfigurableApplicationContext) child.getParent()).close();
		}
		line(output);
	}

	@Test
	void managementContextHasNoLine(CapturedOutput output) {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Everything.class)
			.web(WebApplicationType.SERVLET)
			.run("--server.port=0", "--management.server.port=0", "--server.address=127.0.0.1",
					"--management.server.address=127.0.0.1",
					// the tests have both Tomcat and Jetty
					"--spring.autoconfigure.exclude=org.springframework.boot.jetty.autoconfigure.actuate.web.server."
							+ "JettyServletManagementContextAutoConfiguration")) {
			assertThat(context.isActive()).isTrue();
		}
		line(output);
	}

	private void run(String... arguments) {
		this.application.run(arguments).close();
	}

	/** There is exactly one. */
	private static String line(CapturedOutput output) {
		List<String> lines = output.toString().lines().filter((line) -> line.contains("Tracing ")).toList();
		assertThat(lines).singleElement().asString().contains("INFO");
		return lines.get(0);
	}

	@Configuration(proxyBeanMethods = false)
	static class Instrumentations {

		@Bean
		@Order(2)
		Instrumentation second() {
			return new Instrumentation("RestClient");
		}

		@Bean
		@Order(1)
		Instrumentation first() {
			return new Instrumentation("servlet");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Everything {

	}

}
