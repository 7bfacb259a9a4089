// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.jdkhttp;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

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
class JdkHttpClientTracingAutoConfigurationTest {

	private final TestServer server = new TestServer();

	private final InMemorySpanExporter exporter = InMemorySpanExporter.create();

	private final ApplicationContextRunner runner = runner(this.exporter);

	private static ApplicationContextRunner runner(InMemorySpanExporter exporter) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(TelemetryAutoConfiguration.class, TracingAutoConfiguration.class,
					HttpClientAutoConfiguration.class, JdkHttpClientTracingAutoConfiguration.class))
			.withBean(SpanProcessor.class, () -> SimpleSpanProcessor.create(exporter));
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	private int get(HttpClient client) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create(this.server.url())).build();
		return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
	}

	@Test
	void clientIsInstrumentedAndNamed(CapturedOutput output) {
		this.runner.withBean(HttpClient.class, HttpClient::newHttpClient).run((context) -> {
			assertThat(get(context.getBean(HttpClient.class))).isEqualTo(200);
			assertThat(this.exporter.getFinishedSpanItems()).hasSize(1);
			assertThat(context.getBeansOfType(Instrumentation.class).values())
				.containsExactly(new Instrumentation("JDK HttpClient"));
			assertThat(output).doesNotContain("is not eligible for getting processed by all BeanPostProcessors");
		});
	}

	@Test
	void nothingIsNamedWithoutAClient() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(JdkHttpClientTracing.class)
			.doesNotHaveBean(Instrumentation.class));
	}

	@Test
	void nothingIsThereWithoutTheModule() {
		this.runner.withClassLoader(new FilteredClassLoader(HttpClient.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("jdkHttpClientTracing"));
	}

	@Test
	void usersTracingIsKept() {
		JdkHttpClientTracing own = new JdkHttpClientTracing(null);
		this.runner.withBean("own", JdkHttpClientTracing.class, () -> own)
			.run((context) -> assertThat(context).getBean(JdkHttpClientTracing.class).isSameAs(own));
	}

	@Test
	void disabledTracingLeavesClientsAlone() {
		HttpClient client = HttpClient.newHttpClient();
		this.runner.withPropertyValues("telemetry.disabled=true")
			.withBean(HttpClient.class, () -> client)
			.run((context) -> {
				assertThat(context).getBean(HttpClient.class).isSameAs(client);
				assertThat(context.getBean(JdkHttpClientTracing.class).instrument(client)).isSameAs(client);
				assertThat(context).doesNotHaveBean(Instrumentation.class);
			});
	}

	@Test
	void clientOfTheApplicationsTypeIsLeftAlone() {
		HttpClient own = org.mockito.Mockito.mock(HttpClient.class);
		this.runner.withBean(HttpClient.class, () -> own)
			.run((context) -> assertThat(context).getBean(HttpClient.class).isSameAs(own));
	}

	@Test
	void secondContextTakesASharedClientOver() {
		InMemorySpanExporter second = InMemorySpanExporter.create();
		this.runner.withBean(HttpClient.class, HttpClient::newHttpClient).run((first) -> {
			HttpClient shared = first.getBean(HttpClient.class);
			runner(second).withBean(HttpClient.class, () -> shared).run((context) -> {
				get(context.getBean(HttpClient.class));
				assertThat(second.getFinishedSpanItems()).hasSize(1);
				assertThat(this.exporter.getFinishedSpanItems()).isEmpty();
			});
		});
	}

}
