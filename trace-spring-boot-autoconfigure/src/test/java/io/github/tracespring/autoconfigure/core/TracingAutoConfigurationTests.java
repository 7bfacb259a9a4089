// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.junit.jupiter.api.Test;

import io.github.tracespring.autoconfigure.config.TelemetrySettings;
import io.github.tracespring.autoconfigure.core.sampling.Suppression;
import io.github.tracespring.autoconfigure.core.span.QueryRedactor;
import io.github.tracespring.autoconfigure.testing.TestApplication;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The beans of the SDK, and how each gives way to the user's.
 */
class TracingAutoConfigurationTests {

	private final TestApplication application = new TestApplication();

	@Test
	void applicationIsTracedByDefault() {
		try (ConfigurableApplicationContext context = this.application.with(InMemory.class)
			.run("--telemetry.name=shop", "--telemetry.resource.team=a", "--telemetry.resource.service.name=ignored")) {
			context.getBean(Tracer.class).spanBuilder("work").startSpan().end();
			SpanData span = context.getBean(InMemorySpanExporter.class).getFinishedSpanItems().get(0);
			assertThat(span.getName()).isEqualTo("work");
			assertThat(span.getInstrumentationScopeInfo().getName()).isEqualTo("io.github.tracespring");
			assertThat(span.getInstrumentationScopeInfo().getVersion()).isNotBlank();
			assertThat(span.getResource().getAttribute(AttributeKey.stringKey("service.name"))).isEqualTo("shop");
			assertThat(span.getResource().getAttribute(AttributeKey.stringKey("team"))).isEqualTo("a");
			assertThat(span.getResource().getAttribute(AttributeKey.stringKey("telemetry.sdk.language")))
				.isEqualTo("java");
			assertThat(context.getBean(SdkTracerProvider.class))
				.isSameAs(((OpenTelemetrySdk) context.getBean(OpenTelemetry.class)).getSdkTracerProvider());
			assertThat(context.getBean(ContextPropagators.class).getTextMapPropagator().fields())
				.containsExactlyInAnyOrder("traceparent", "tracestate", "baggage");
			assertThat(context.getBean(OpenTelemetry.class).getPropagators())
				.isSameAs(context.getBean(ContextPropagators.class));
		}
	}

	@Test
	void autoConfigurationIsRegistered() {
		SpringApplication application = new SpringApplication(Everything.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		try (ConfigurableApplicationContext context = application.run("--telemetry.name=shop")) {
			assertThat(context.getBean(TelemetrySettings.class).name()).isEqualTo("shop");
			assertThat(context.getBean(Tracer.class).spanBuilder("work").startSpan().getSpanContext().isSampled())
				.isTrue();
			assertThat(context.getBeanProvider(Instrumentation.class).stream().map(Instrumentation::name))
				.contains("logging");
		}
	}

	@Test
	void nothingIsGlobal() {
		try (ConfigurableApplicationContext context = this.application.run()) {
			context.getBean(Tracer.class).spanBuilder("work").startSpan().end();
			assertThat(GlobalOpenTelemetry.isSet()).isFalse();
		}
	}

	@Test
	void lazyBeansTraceToo() {
		try (ConfigurableApplicationContext context = this.application.with(InMemory.class)
			.run("--spring.main.lazy-initialization=true")) {
			context.getBean(Tracer.class).spanBuilder("work").startSpan().end();
			assertThat(context.getBean(InMemorySpanExporter.class).getFinishedSpanItems()).hasSize(1);
		}
	}

	@Test
	void disabledMeansNoOpBeansAndNothingElse() {
		try (ConfigurableApplicationContext context = this.application.run("--telemetry.disabled=true",
				"--telemetry.endpoint=localhost")) {
			assertThat(context.getBean(OpenTelemetry.class)).isSameAs(OpenTelemetry.noop());
			assertThat(context.getBean(ContextPropagators.class).getTextMapPropagator().fields()).isEmpty();
			Span span = context.getBean(Tracer.class).spanBuilder("work").startSpan();
			assertThat(span.isRecording()).isFalse();
			assertThat(span.getSpanContext().isValid()).isFalse();
			for (Class<?> type : new Class<?>[] { SdkTracerProvider.class, Sampler.class, SpanExporter.class,
					SpanProcessor.class, TelemetrySettings.class, QueryRedactor.class, Instrumentation.class }) {
				assertThat(context.getBeansOfType(type)).as(type.getName()).isEmpty();
			}
		}
	}

	@Test
	void disabledTracerDoesNothingThoughTheUserBringsOpenTelemetry() {
		try (ConfigurableApplicationContext context = this.application.with(OwnOpenTelemetry.class)
			.run("--telemetry.disabled=true")) {
			assertThat(context.getBean(OpenTelemetry.class)).isSameAs(OwnOpenTelemetry.INSTANCE);
			assertThat(context.getBean(Tracer.class).spanBuilder("work").startSpan().isRecording()).isFalse();
		}
	}

	@Test
	void ownOpenTelemetryLeavesNoUnusedSdk() {
		try (ConfigurableApplicationContext context = this.application.with(OwnOpenTelemetry.class).run()) {
			assertThat(context.getBean(OpenTelemetry.class)).isSameAs(OwnOpenTelemetry.INSTANCE);
			assertThat(context.getBeansOfType(SdkTracerProvider.class)).isEmpty();
			assertThat(context.getBeansOfType(Sampler.class)).isEmpty();
			assertThat(context.getBean(ContextPropagators.class)).isSameAs(OwnOpenTelemetry.INSTANCE.getPropagators());
			context.getBean(Tracer.class).spanBuilder("work").startSpan().end();
			assertThat(OwnOpenTelemetry.EXPORTER.getFinishedSpanItems()).extracting(SpanData::getName).contains("work");
		}
	}

	@Test
	void ownTracerProviderIsUsed() {
		try (ConfigurableApplicationContext context = this.application.with(OwnTracerProvider.class).run()) {
			assertThat(context.getBeansOfType(SdkTracerProvider.class)).containsOnlyKeys("ownTracerProvider");
			Span span = context.getBean(Tracer.class).spanBuilder("work").startSpan();
			assertThat(((ReadableSpan) span).toSpanData().getResource()).isSameAs(Resource.empty());
		}
	}

	@Test
	void ownTracerIsUsed() {
		try (ConfigurableApplicationContext context = this.application.with(OwnTracer.class).run()) {
			assertThat(context.getBeansOfType(Tracer.class)).containsOnlyKeys("ownTracer");
		}
	}

	@Test
	void plainNamesAreLeftToTheApplication() {
		try (ConfigurableApplicationContext context = this.application.with(PlainNames.class).run()) {
			assertThat(context.getBean("tracer")).isEqualTo("that of another API");
			assertThat(context.getBean("sampler")).isEqualTo("one of audio");
			assertThat(context.getBeansOfType(Tracer.class)).hasSize(1);
			assertThat(context.getBeansOfType(Sampler.class)).hasSize(1);
		}
	}

	@Test
	void ownPropagatorsAreUsed() {
		try (ConfigurableApplicationContext context = this.application.with(OwnPropagators.class).run()) {
			assertThat(context.getBeansOfType(ContextPropagators.class)).containsOnlyKeys("ownPropagators");
			assertThat(context.getBean(OpenTelemetry.class).getPropagators())
				.isSameAs(context.getBean("ownPropagators"));
		}
	}

	@Test
	void ownSamplerIsUsed() {
		try (ConfigurableApplicationContext context = this.application.with(OwnSampler.class).run()) {
			assertThat(context.getBeansOfType(Sampler.class)).containsOnlyKeys("ownSampler");
			assertThat(context.getBean(Tracer.class).spanBuilder("work").startSpan().isRecording()).isFalse();
		}
	}

	@Test
	void ownSamplerKeepsToSuppression() {
		try (ConfigurableApplicationContext context = this.application.with(AlwaysOn.class).run();
				Scope scope = Suppression.suppress(Context.root()).makeCurrent()) {
			assertThat(scope).isNotNull();
			assertThat(context.getBean(Tracer.class).spanBuilder("work").startSpan().isRecording()).isFalse();
		}
	}

	@Test
	void configuredSamplerIsUsed() {
		try (ConfigurableApplicationContext context = this.application.run("--telemetry.sampler=0")) {
			Span span = context.getBean(Tracer.class).spanBuilder("work").startSpan();
			assertThat(span.isRecording()).isFalse();
			assertThat(span.getSpanContext().isValid()).isTrue();
		}
	}

	@Test
	void processorsAndCustomizersAreAppliedInOrder() {
		try (ConfigurableApplicationContext context = this.application.with(Ordered.class).run()) {
			Span span = context.getBean(Tracer.class).spanBuilder("work").startSpan();
			assertThat(((ReadableSpan) span).getName()).isEqualTo("work-first-second-custom1-custom2");
		}
	}

	@Test
	void childContextSharesTheSdkOfItsParent() {
		SpringApplicationBuilder builder = new SpringApplicationBuilder(Everything.class).web(WebApplicationType.NONE);
		SpringApplicationBuilder child = builder.child(Everything.class).web(WebApplicationType.NONE);
		try (ConfigurableApplicationContext context = child.run()) {
			try (ConfigurableApplicationContext parent = (ConfigurableApplicationContext) context.getParent()) {
				assertThat(context.getBean(OpenTelemetry.class)).isSameAs(parent.getBean(OpenTelemetry.class));
				assertThat(context.getBean(TelemetrySettings.class)).isSameAs(parent.getBean(TelemetrySettings.class));
			}
		}
	}

	@Test
	void contextsOfOneJvmHaveTheirOwn() {
		try (ConfigurableApplicationContext one = this.application.run("--telemetry.name=one");
				ConfigurableApplicationContext two = this.application.run("--telemetry.name=two")) {
			assertThat(one.getBean(OpenTelemetry.class)).isNotSameAs(two.getBean(OpenTelemetry.class));
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Everything {

	}

	@Configuration(proxyBeanMethods = false)
	static class InMemory {

		@Bean
		InMemorySpanExporter ownExporter() {
			return InMemorySpanExporter.create();
		}

		@Bean
		SpanProcessor ownProcessor(InMemorySpanExporter exporter) {
			return SimpleSpanProcessor.create(exporter);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnOpenTelemetry {

		static final InMemorySpanExporter EXPORTER = InMemorySpanExporter.create();

		static final OpenTelemetry INSTANCE = OpenTelemetrySdk.builder()
			.setTracerProvider(
					SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(EXPORTER)).build())
			.build();

		@Bean(destroyMethod = "")
		OpenTelemetry ownOpenTelemetry() {
			return INSTANCE;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnTracerProvider {

		@Bean
		SdkTracerProvider ownTracerProvider() {
			return SdkTracerProvider.builder().setResource(Resource.empty()).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnTracer {

		@Bean
		Tracer ownTracer(OpenTelemetry openTelemetry) {
			return openTelemetry.getTracer("own");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PlainNames {

		@Bean
		String tracer() {
			return "that of another API";
		}

		@Bean
		String sampler() {
			return "one of audio";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnPropagators {

		@Bean
		ContextPropagators ownPropagators() {
			return ContextPropagators.create(W3CTraceContextPropagator.getInstance());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnSampler {

		@Bean
		Sampler ownSampler() {
			return Sampler.alwaysOff();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AlwaysOn {

		@Bean
		Sampler ownSampler() {
			return Sampler.alwaysOn();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Ordered {

		@Bean
		@Order(2)
		SpanProcessor second() {
			return new Suffix("-second");
		}

		@Bean
		@Order(1)
		SpanProcessor first() {
			return new Suffix("-first");
		}

		@Bean
		@Order(2)
		TracerProviderCustomizer secondCustomizer() {
			return (builder) -> builder.addSpanProcessor(new Suffix("-custom2"));
		}

		@Bean
		@Order(1)
		TracerProviderCustomizer firstCustomizer() {
			return (builder) -> builder.addSpanProcessor(new Suffix("-custom1"));
		}

	}

	/** Leaves a trace of the order in the span's name. */
	private record Suffix(String text) implements SpanProcessor {

		@Override
		public void onStart(Context parent, ReadWriteSpan span) {
			span.updateName(span.getName() + this.text);
		}

		@Override
		public boolean isStartRequired() {
			return true;
		}

		@Override
		public void onEnd(ReadableSpan span) {
			// nothing to do
		}

		@Override
		public boolean isEndRequired() {
			return false;
		}

		@Override
		public CompletableResultCode shutdown() {
			return CompletableResultCode.ofSuccess();
		}

	}

}
