// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.reactornetty;

import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.netty.http.client.HttpClient;

import io.github.tracespring.autoconfigure.config.TelemetryAutoConfiguration;
import io.github.tracespring.autoconfigure.core.Instrumentation;
import io.github.tracespring.autoconfigure.core.TracingAutoConfiguration;
import io.github.tracespring.autoconfigure.outbound.http.HttpClientAutoConfiguration;
import io.github.tracespring.autoconfigure.outbound.http.TestServer;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class ReactorNettyTracingAutoConfigurationTest {

	private final TestServer server = new TestServer();

	private final InMemorySpanExporter exporter = InMemorySpanExporter.create();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TelemetryAutoConfiguration.class, TracingAutoConfiguration.class,
				HttpClientAutoConfiguration.class, ReactorNettyTracingAutoConfiguration.class))
		.withBean(SpanProcessor.class, () -> SimpleSpanProcessor.create(this.exporter));

	@AfterEach
	void stop() {
		this.server.close();
	}

	private int get(HttpClient client) {
		return client.get().uri(this.server.url()).response().block().status().code();
	}

	@Test
	void clientIsInstrumentedAndNamed(CapturedOutput output) {
		this.runner.withBean(HttpClient.class, HttpClient::create).run((context) -> {
			assertThat(get(context.getBean(HttpClient.class))).isEqualTo(200);
			assertThat(this.exporter.getFinishedSpanItems()).hasSize(1);
			assertThat(context.getBeansOfType(Instrumentation.class).values())
				.containsExactly(new Instrumentation("Reactor Netty HttpClient"));
			assertThat(output).doesNotContain("is not eligible for getting processed by all BeanPostProcessors");
		});
	}

	@Test
	void nothingIsNamedWithoutAClient() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(ReactorNettyTracing.class)
			.doesNotHaveBean(Instrumentation.class));
	}

	@Test
	void nothingIsThereWithoutReactorNetty() {
		this.runner.withClassLoader(new FilteredClassLoader(HttpClient.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("reactorNettyTracing"));
	}

	@Test
	void usersTracingIsKept() {
		ReactorNettyTracing own = new ReactorNettyTracing(null);
		this.runner.withBean("own", ReactorNettyTracing.class, () -> own)
			.run((context) -> assertThat(context).getBean(ReactorNettyTracing.class).isSameAs(own));
	}

	@Test
	void disabledTracingLeavesClientsAlone() {
		HttpClient client = HttpClient.create();
		this.runner.withPropertyValues("telemetry.disabled=true")
			.withBean(HttpClient.class, () -> client)
			.run((context) -> {
				assertThat(context).getBean(HttpClient.class).isSameAs(client);
				assertThat(context.getBean(ReactorNettyTracing.class).instrument(client)).isSameAs(client);
				assertThat(context).doesNotHaveBean(Instrumentation.class);
			});
	}

}
