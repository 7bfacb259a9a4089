// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.scheduling;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.tracespring.autoconfigure.config.TelemetryAutoConfiguration;
import io.github.tracespring.autoconfigure.core.Instrumentation;
import io.github.tracespring.autoconfigure.core.TracingAutoConfiguration;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.annotation.SchedulingConfigurer;

import static org.assertj.core.api.Assertions.assertThat;

class SchedulingTracingAutoConfigurationTest {

	private final InMemorySpanExporter exporter = InMemorySpanExporter.create();

	private final AtomicInteger started = new AtomicInteger();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TelemetryAutoConfiguration.class, TracingAutoConfiguration.class,
				SchedulingTracingAutoConfiguration.class))
		.withBean(SpanProcessor.class, () -> SimpleSpanProcessor.create(this.exporter))
		.withBean(Sampler.class, () -> new Sampler() {

			@Override
			public SamplingResult shouldSample(Context parent, String traceId, String name, SpanKind kind,
					Attributes attributes, List<LinkData> links) {
				SchedulingTracingAutoConfigurationTest.this.started.incrementAndGet();
				return SamplingResult.recordAndSample();
			}

			@Override
			public String getDescription() {
				return "counts";
			}

		});

	private void awaitRuns(Job job) {
		int runs = job.runs.get();
		Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> job.runs.get() > runs + 1);
	}

	@Test
	void runsAreTracedAndItIsNamed() {
		this.runner.withUserConfiguration(Scheduling.class).run((context) -> {
			awaitRuns(context.getBean(Job.class));
			assertThat(this.exporter.getFinishedSpanItems()).isNotEmpty()
				.extracting(SpanData::getName)
				.containsOnly("SchedulingTracingAutoConfigurationTest.Job.run");
			assertThat(context.getBeansOfType(Instrumentation.class).values())
				.containsExactly(new Instrumentation("@Scheduled"));
		});
	}

	@Test
	void isNotThereUnlessSomethingIsScheduled() {
		this.runner.run((context) -> assertThat(context).hasNotFailed()
			.doesNotHaveBean(SchedulingConfigurer.class)
			.doesNotHaveBean(Instrumentation.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "telemetry.disabled=true", "telemetry.scheduled.enabled=false" })
	void canBeSwitchedOff(String property) {
		this.runner.withUserConfiguration(Scheduling.class).withPropertyValues(property).run((context) -> {
			awaitRuns(context.getBean(Job.class));
			assertThat(this.exporter.getFinishedSpanItems()).isEmpty();
			assertThat(context).doesNotHaveBean(Instrumentation.class);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "*", "SchedulingTracingAutoConfigurationTest.Job.run", "*.Job.*", "*.run",
			"io.github.tracespring.*" })
	void runsCanBeIgnored(String pattern) {
		this.runner.withUserConfiguration(Scheduling.class)
			.withPropertyValues("telemetry.scheduled.ignore=other.Job.run," + pattern)
			.run((context) -> {
				awaitRuns(context.getBean(Job.class));
				assertThat(this.exporter.getFinishedSpanItems()).isEmpty();
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "Job.run", "*.Job", "io.github.tracespring.Job.*" })
	void otherPatternsIgnoreNothing(String pattern) {
		this.runner.withUserConfiguration(Scheduling.class)
			.withPropertyValues("telemetry.scheduled.ignore=" + pattern)
			.run((context) -> {
				awaitRuns(context.getBean(Job.class));
				assertThat(this.exporter.getFinishedSpanItems()).isNotEmpty();
			});
	}

	@Test
	void registryOfTheUserGoesOnObserving() {
		List<Observation.Context> observed = new ArrayList<>();
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(new ObservationHandler<>() {

			@Override
			public void onStart(Observation.Context context) {
				observed.add(context);
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return true;
			}

		});
		this.runner.withUserConfiguration(Scheduling.class)
			.withBean(SchedulingConfigurer.class, () -> (registrar) -> registrar.setObservationRegistry(registry))
			.run((context) -> {
				awaitRuns(context.getBean(Job.class));
				assertThat(observed).isNotEmpty();
				assertThat(this.exporter.getFinishedSpanItems()).isNotEmpty();
			});
	}

	@Test
	void registryOfTwoApplicationsGivesOneSpanARun() {
		ObservationRegistry registry = ObservationRegistry.create();
		ApplicationContextRunner sharing = this.runner.withBean(SchedulingConfigurer.class,
				() -> (registrar) -> registrar.setObservationRegistry(registry));
		// The other one has run nothing yet when it adds its handler
		sharing.withUserConfiguration(SchedulingNothing.class)
			.run((other) -> sharing.withUserConfiguration(Scheduling.class).run((context) -> {
				Job job = context.getBean(Job.class);
				awaitRuns(job);
				int started = this.started.get();
				assertThat(started).isPositive().isLessThanOrEqualTo(job.runs.get());
			}));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	static class SchedulingNothing {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	static class Scheduling {

		@Bean
		Job job() {
			return new Job();
		}

	}

	static class Job {

		final AtomicInteger runs = new AtomicInteger();

		@Scheduled(fixedRate = 10)
		void run() {
			this.runs.incrementAndGet();
		}

	}

}
