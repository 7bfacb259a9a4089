// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.webclient;

import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;

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
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@ExtendWith(OutputCaptureExtension.class)
class WebClientTracingAutoConfigurationTest {

	private final TestServer server = new TestServer();

	private final InMemorySpanExporter exporter = InMemorySpanExporter.create();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TelemetryAutoConfiguration.class, TracingAutoConfiguration.class,
				HttpClientAutoConfiguration.class, WebClientTracingAutoConfiguration.class,
				WebClientAutoConfiguration.class))
		.withBean(SpanProcessor.class, () -> SimpleSpanProcessor.create(this.exporter));

	@AfterEach
	void stop() {
		this.server.close();
	}

	@Test
	void clientsAreInstrumentedAndNamed() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(WebClientTracing.class).hasBean("tracingWebClientGroupConfigurer");
			assertThat(context.getBean(Instrumentation.class).name()).isEqualTo("WebClient");
		});
	}

	@Test
	void nothingIsThereWithoutWebFlux() {
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.web.reactive", "reactor"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean("webClientTracing")
				.doesNotHaveBean(Instrumentation.class));
	}

	@Test
	void groupsAreLeftOutBeforeSpring7() {
		this.runner
			.withClassLoader(new FilteredClassLoader(
					"org.springframework.web.reactive.function.client.support.WebClientHttpServiceGroupConfigurer"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(WebClientTracing.class)
				.doesNotHaveBean("tracingWebClientGroupConfigurer"));
	}

	@Test
	void usersTracingIsKept() {
		WebClientTracing own = new WebClientTracing(null);
		this.runner.withBean("own", WebClientTracing.class, () -> own)
			.run((context) -> assertThat(context).getBean(WebClientTracing.class).isSameAs(own));
	}

	@Test
	void disabledTracingLeavesClientsAlone() {
		WebClient client = WebClient.create();
		this.runner.withPropertyValues("telemetry.disabled=true")
			.withBean(WebClient.class, () -> client)
			.run((context) -> {
				WebClientTracing tracing = context.getBean(WebClientTracing.class);
				WebClient.Builder builder = WebClient.builder();
				assertThat(context).getBean(WebClient.class).isSameAs(client);
				assertThat(tracing.instrument(client)).isSameAs(client);
				assertThat(tracing.instrument(builder)).isSameAs(builder);
				call(context.getBean(WebClient.Builder.class).build());
				assertThat(this.server.requests()).singleElement()
					.satisfies((headers) -> assertThat(headers).doesNotContainKey("Traceparent"));
				assertThat(context).doesNotHaveBean(Instrumentation.class);
			});
	}

	@Test
	void clientThatIsTracedAlreadyIsKept() {
		this.runner.run((context) -> {
			WebClientTracing tracing = context.getBean(WebClientTracing.class);
			WebClient once = tracing.instrument(WebClient.create());
			assertThat(tracing.instrument(once)).isSameAs(once);
		});
	}

	@Test
	void connectorThatThrowsIsRecordedAndThrownOn() {
		this.runner.run((context) -> {
			WebClient client = context.getBean(WebClient.Builder.class).exchangeFunction((request) -> {
				throw new IllegalStateException("no connector");
			}).build();
			assertThatIllegalStateException().isThrownBy(() -> call(client)).withMessage("no connector");
			assertThat(this.exporter.getFinishedSpanItems()).singleElement()
				.satisfies((span) -> assertThat(span.getEvents()).hasSize(1));
		});
	}

	@Test
	void exchangeWithoutResponseEndsTheSpan() {
		this.runner.run((context) -> {
			WebClient client = context.getBean(WebClient.Builder.class)
				.exchangeFunction((request) -> Mono.empty())
				.build();
			assertThatIllegalStateException().isThrownBy(() -> call(client));
			assertThat(this.exporter.getFinishedSpanItems()).hasSize(1);
		});
	}

	/** An answer on the calling thread, while the span is current there. */
	@Test
	void callMadeInAnImmediateAnswerIsNoChild() {
		this.runner.run((context) -> {
			WebClient client = context.getBean(WebClient.Builder.class)
				.exchangeFunction((request) -> Mono.just(ClientResponse.create(HttpStatus.OK).build()))
				.build();
			client.get()
				.uri("/1")
				.exchangeToMono((response) -> client.get().uri("/2").retrieve().toBodilessEntity())
				.block();
			assertThat(this.exporter.getFinishedSpanItems()).hasSize(2)
				.allSatisfy((span) -> assertThat(span.getParentSpanContext().isValid()).isFalse());
		});
	}

	@Test
	void postProcessorCreatesNothingTooEarly(CapturedOutput output) {
		this.runner.withBean(WebClient.class, WebClient::create).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(output).doesNotContain("is not eligible for getting processed by all BeanPostProcessors");
		});
	}

	private void call(WebClient client) {
		client.get().uri(this.server.url() + "/users").retrieve().toBodilessEntity().block();
	}

}
