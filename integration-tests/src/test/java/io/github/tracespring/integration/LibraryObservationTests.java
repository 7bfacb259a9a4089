// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.integration;

import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.integration.dsl.MessageChannels;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Libraries that need no server: Security, Integration and Batch.
 */
class LibraryObservationTests {

	private static Traced application;

	@BeforeAll
	static void start() {
		application = Traced.run(WebApplicationType.SERVLET, Application.class,
				Map.of("spring.batch.job.enabled", "false"));
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@BeforeEach
	void reset() {
		application.reset();
	}

	@Test
	void securityFiltersAreInsideTheServerSpan() {
		int status = RestClient.create()
			.get()
			.uri(application.url("/nothing"))
			.exchange((request, response) -> response.getStatusCode().value());
		Trace trace = application.spans(6);
		assertThat(status).isEqualTo(403);
		assertThat(trace.traces()).isOne();
		assertThat(trace.lines()).filteredOn((line) -> line.startsWith("SERVER")).containsExactly("SERVER GET");
		assertThat(trace.lines()).filteredOn((line) -> !line.startsWith("SERVER"))
			.isNotEmpty()
			.allMatch((line) -> line.contains(" < ") && !line.endsWith("?"));
	}

	@Test
	void integrationCarriesTheTraceInItsMessages() throws Exception {
		Observation.createNotStarted("order", application.bean(ObservationRegistry.class))
			.observe(() -> application.context()
				.getBean("orders", MessageChannel.class)
				.send(new GenericMessage<>("one")));
		Trace trace = application.spans(3);
		assertThat(trace.traces()).isOne();
		SpanData consumer = trace.spans()
			.stream()
			.filter((span) -> span.getSpanId().equals(application.bean(Application.class).handledIn.get()))
			.findFirst()
			.orElseThrow();
		assertThat(trace.lines()).contains("PRODUCER orders send < order");
		assertThat(consumer.getKind().name()).isEqualTo("CONSUMER");
	}

	@Test
	void jobsAndStepsAreSpans() throws Exception {
		application.bean(JobOperator.class).start(application.bean(Job.class), new JobParameters());
		assertThat(application.spans(3).lines()).containsExactlyInAnyOrder(
				"INTERNAL spring.batch.job < spring.batch.job.launch.count", "INTERNAL spring.batch.job.launch.count",
				"INTERNAL spring.batch.step < spring.batch.job");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = UserDetailsServiceAutoConfiguration.class)
	static class Application {

		private final AtomicReference<String> handledIn = new AtomicReference<>();

		@Bean
		SecurityFilterChain security(HttpSecurity http, Environment environment) throws Exception {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().denyAll()).build();
		}

		@Bean
		MessageChannel orders() {
			return MessageChannels.executor("orders", Runnable::run).getObject();
		}

		@Bean
		IntegrationFlow orderFlow(MessageChannel orders) {
			return IntegrationFlow.from(orders).handle((payload, headers) -> {
				this.handledIn.set(Span.current().getSpanContext().getSpanId());
				return null;
			}).get();
		}

		@Bean
		Step step(JobRepository repository) {
			return new StepBuilder("step", repository).tasklet((contribution, chunk) -> RepeatStatus.FINISHED).build();
		}

		@Bean
		Job job(JobRepository repository, Step step) {
			return new JobBuilder("job", repository).start(step).build();
		}

	}

}
