// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.restclient;

import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.tracespring.autoconfigure.config.TelemetryAutoConfiguration;
import io.github.tracespring.autoconfigure.core.Instrumentation;
import io.github.tracespring.autoconfigure.core.TracingAutoConfiguration;
import io.github.tracespring.autoconfigure.outbound.http.HttpClientAutoConfiguration;
import io.github.tracespring.autoconfigure.outbound.http.TestServer;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestTemplateAutoConfiguration;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.web.client.MockRestServiceServer;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.startsWith;
import static org.springframework.test.web.client.match.MockRestRequestMatchers.header;
import static org.springframework.test.web.client.response.MockRestResponseCreators.withSuccess;

@ExtendWith(OutputCaptureExtension.class)
class RestClientTracingAutoConfigurationTest {

	private final TestServer server = new TestServer();

	private final InMemorySpanExporter exporter = InMemorySpanExporter.create();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TelemetryAutoConfiguration.class, TracingAutoConfiguration.class,
				HttpClientAutoConfiguration.class, RestClientTracingAutoConfiguration.class,
				RestClientAutoConfiguration.class, RestTemplateAutoConfiguration.class))
		.withBean(SpanProcessor.class, () -> SimpleSpanProcessor.create(this.exporter));

	@AfterEach
	void stop() {
		this.server.close();
	}

	@Test
	void clientsAreInstrumentedAndNamed() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(RestClientTracing.class).hasBean("tracingRestClientGroupConfigurer");
			assertThat(context.getBeansOfType(Instrumentation.class).values()).extracting(Instrumentation::name)
				.containsExactlyInAnyOrder("RestTemplate", "RestClient");
		});
	}

	@Test
	void nothingIsThereWithoutSpringWeb() {
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.web.client"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean("restClientTracing")
				.doesNotHaveBean(Instrumentation.class));
	}

	@Test
	void groupsAreLeftOutBeforeSpring7() {
		this.runner
			.withClassLoader(new FilteredClassLoader(
					"org.springframework.web.client.support.RestClientHttpServiceGroupConfigurer"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(RestClientTracing.class)
				.doesNotHaveBean("tracingRestClientGroupConfigurer"));
	}

	@Test
	void usersTracingIsKept() {
		RestClientTracing own = new RestClientTracing(null);
		this.runner.withBean("own", RestClientTracing.class, () -> own)
			.run((context) -> assertThat(context).getBean(RestClientTracing.class).isSameAs(own));
	}

	@Test
	void disabledTracingLeavesClientsAlone() {
		RestTemplate template = new RestTemplate();
		RestClient client = RestClient.create();
		this.runner.withPropertyValues("telemetry.disabled=true")
			.withBean(RestTemplate.class, () -> template)
			.withBean(RestClient.class, () -> client)
			.run((context) -> {
				RestClientTracing tracing = context.getBean(RestClientTracing.class);
				RestClient.Builder builder = RestClient.builder();
				assertThat(context).getBean(RestClient.class).isSameAs(client);
				assertThat(tracing.instrument(client)).isSameAs(client);
				assertThat(tracing.instrument(builder)).isSameAs(builder);
				assertThat(tracing.instrument(template).getInterceptors()).isEmpty();
				assertThat(template.getObservationRegistry().isNoop()).isTrue();
				context.getBean(RestTemplateBuilder.class).build().getForEntity(this.server.url() + "/", Void.class);
				context.getBean(RestClient.Builder.class)
					.build()
					.get()
					.uri(this.server.url())
					.retrieve()
					.toBodilessEntity();
				assertThat(this.server.requests()).hasSize(2)
					.allSatisfy((headers) -> assertThat(headers).doesNotContainKey("Traceparent"));
				assertThat(context).doesNotHaveBean(Instrumentation.class);
			});
	}

	@Test
	void clientThatIsTracedAlreadyIsKept() {
		this.runner.run((context) -> {
			RestClientTracing tracing = context.getBean(RestClientTracing.class);
			RestClient once = tracing.instrument(RestClient.create());
			assertThat(tracing.instrument(once)).isSameAs(once);
		});
	}

	@Test
	void secondContextTakesASharedClientOver() {
		RestTemplate shared = new RestTemplate();
		InMemorySpanExporter second = InMemorySpanExporter.create();
		this.runner.withBean(RestTemplate.class, () -> shared)
			.run((first) -> new ApplicationContextRunner()
				.withConfiguration(
						AutoConfigurations.of(TelemetryAutoConfiguration.class, TracingAutoConfiguration.class,
								HttpClientAutoConfiguration.class, RestClientTracingAutoConfiguration.class))
				.withBean(SpanProcessor.class, () -> SimpleSpanProcessor.create(second))
				.withBean(RestTemplate.class, () -> shared)
				.run((context) -> {
					shared.getForEntity(this.server.url() + "/", Void.class);
					assertThat(second.getFinishedSpanItems()).hasSize(1);
					assertThat(this.exporter.getFinishedSpanItems()).isEmpty();
				}));
	}

	@Test
	void mockServerBoundToABuilderSeesTheHeaders() {
		this.runner.run((context) -> {
			RestClient.Builder builder = context.getBean(RestClient.Builder.class);
			MockRestServiceServer mock = MockRestServiceServer.bindTo(builder).build();
			mock.expect(header("traceparent", startsWith("00-"))).andRespond(withSuccess());
			builder.build().get().uri("http://users/{id}", 1).retrieve().toBodilessEntity();
			mock.verify();
			assertThat(this.exporter.getFinishedSpanItems()).extracting(SpanData::getName).containsExactly("GET /{id}");
		});
	}

	@Test
	void mockServerBoundToATemplateSeesTheHeaders() {
		this.runner.run((context) -> {
			RestTemplate template = context.getBean(RestTemplateBuilder.class).build();
			MockRestServiceServer mock = MockRestServiceServer.bindTo(template).build();
			mock.expect(header("traceparent", startsWith("00-"))).andRespond(withSuccess());
			template.getForEntity("http://users/{id}", Void.class, 1);
			mock.verify();
			assertThat(this.exporter.getFinishedSpanItems()).hasSize(1);
		});
	}

	/** The tracer is made with a client that is traced: neither waits for the other. */
	@Test
	void samplerThatIsMadeWithAClientIsNoCycle() {
		this.runner.withUserConfiguration(RemoteSampling.class)
			.withBean("url", String.class, () -> this.server.url())
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(this.exporter.getFinishedSpanItems()).isEmpty();
				context.getBean(RestClient.class).get().uri(this.server.url()).retrieve().toBodilessEntity();
				assertThat(this.exporter.getFinishedSpanItems()).hasSize(1);
			});
	}

	@Test
	void postProcessorCreatesNothingTooEarly(CapturedOutput output) {
		this.runner.withBean(RestClient.class, RestClient::create).withBean(RestTemplate.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(output).doesNotContain("is not eligible for getting processed by all BeanPostProcessors");
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class RemoteSampling {

		@Bean
		RestClient restClient() {
			return RestClient.create();
		}

		@Bean
		Sampler sampler(RestClient client, String url) {
			client.get().uri(url + "/sampling").retrieve().toBodilessEntity();
			return Sampler.alwaysOn();
		}

	}

}
