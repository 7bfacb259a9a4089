// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SdkTracerProviderBuilder;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;

import io.github.tracespring.autoconfigure.config.ConditionalOnTelemetry;
import io.github.tracespring.autoconfigure.config.TelemetryAutoConfiguration;
import io.github.tracespring.autoconfigure.config.TelemetryBaggageProperties;
import io.github.tracespring.autoconfigure.config.TelemetryPropagationProperties;
import io.github.tracespring.autoconfigure.config.TelemetrySettings;
import io.github.tracespring.autoconfigure.core.propagation.IncomingTrust;
import io.github.tracespring.autoconfigure.core.propagation.InjectHosts;
import io.github.tracespring.autoconfigure.core.propagation.MalformedHeaders;
import io.github.tracespring.autoconfigure.core.propagation.Propagation;
import io.github.tracespring.autoconfigure.core.sampling.SamplerTraits;
import io.github.tracespring.autoconfigure.core.sampling.Samplers;
import io.github.tracespring.autoconfigure.core.span.BaggageSpanProcessor;
import io.github.tracespring.autoconfigure.core.span.QueryRedactor;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/**
 * The SDK of this application context, never the JVM's global one: tracer provider,
 * sampler, propagators and the {@link Tracer} for manual spans. Each bean backs off when
 * the user defines one.
 */
@AutoConfiguration(after = TelemetryAutoConfiguration.class, beforeName = {
		"org.springframework.boot.actuate.autoconfigure.opentelemetry.OpenTelemetryAutoConfiguration",
		"org.springframework.boot.actuate.autoconfigure.tracing.OpenTelemetryTracingAutoConfiguration",
		"org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration",
		"org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration" })
public final class TracingAutoConfiguration {

	/** Those of whatever {@link OpenTelemetry} is in force: none when tracing is off. */
	@Bean
	@ConditionalOnMissingBean
	ContextPropagators contextPropagators(OpenTelemetry openTelemetry) {
		return openTelemetry.getPropagators();
	}

	/** Tracing is on. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnTelemetry
	static class Enabled {

		@Bean
		@ConditionalOnMissingBean
		Tracer telemetryTracer(OpenTelemetry openTelemetry) {
			String version = Instrumentation.class.getPackage().getImplementationVersion();
			return openTelemetry.tracerBuilder(Instrumentation.SCOPE)
				.setInstrumentationVersion((version != null) ? version : "dev")
				.build();
		}

		/** Of a provider that is no bean nothing is known. */
		@Bean
		SamplerTraits samplerTraits(ObjectProvider<SdkTracerProvider> providers, TelemetrySettings settings) {
			SdkTracerProvider provider = providers.getIfUnique();
			return (provider != null) ? Samplers.traits(provider.getSampler(), settings.sampling())
					: SamplerTraits.UNKNOWN;
		}

		@Bean
		@ConditionalOnMissingBean
		QueryRedactor queryRedactor(TelemetrySettings settings) {
			return new QueryRedactor(settings.redactedQueryParameters());
		}

		/** Eager even where beans are lazy, as a bad value stops the start. */
		@Bean
		@Lazy(false)
		@ConditionalOnMissingBean
		IncomingTrust incomingTrust(TelemetryPropagationProperties properties) {
			return IncomingTrust.of(properties);
		}

		@Bean
		@Lazy(false)
		@ConditionalOnMissingBean
		InjectHosts injectHosts(TelemetryPropagationProperties properties) {
			return InjectHosts.of(properties);
		}

	}

	/**
	 * All that an {@link OpenTelemetry} is made of, unless the user brings a whole one.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnTelemetry
	@ConditionalOnMissingBean(OpenTelemetry.class)
	static class Sdk {

		/** As long as stack traces are, so that their causes are not cut off. */
		private static final SpanLimits LIMITS = SpanLimits.builder().setMaxAttributeValueLength(16_384).build();

		/** Not closed by itself: its parts are beans. */
		@Bean(destroyMethod = "")
		OpenTelemetry openTelemetry(SdkTracerProvider tracerProvider, ContextPropagators propagators) {
			return OpenTelemetrySdk.builder().setTracerProvider(tracerProvider).setPropagators(propagators).build();
		}

		/**
		 * Shut down, which waits no longer than its processors do; closed, it would wait
		 * ten seconds.
		 */
		@Bean(destroyMethod = "shutdown")
		@ConditionalOnMissingBean
		SdkTracerProvider tracerProvider(TelemetrySettings settings, TelemetryBaggageProperties baggage,
				Sampler sampler, ObjectProvider<SpanProcessor> processors,
				ObjectProvider<TracerProviderCustomizer> customizers) {
			SdkTracerProviderBuilder builder = SdkTracerProvider.builder()
				.setResource(resource(settings))
				.setSampler(Samplers.suppressible(sampler))
				.setSpanLimits(LIMITS);
			if (!baggage.getTags().isEmpty()) {
				builder.addSpanProcessor(new BaggageSpanProcessor(baggage.getTags()));
			}
			processors.orderedStream().forEach(builder::addSpanProcessor);
			customizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
			return builder.build();
		}

		private static Resource resource(TelemetrySettings settings) {
			AttributesBuilder attributes = Resource.getDefault().getAttributes().toBuilder();
			settings.resource().forEach(attributes::put);
			attributes.put("service.name", settings.name());
			return Resource.create(attributes.build());
		}

		@Bean
		@ConditionalOnMissingBean
		Sampler telemetrySampler(TelemetrySettings settings) {
			return Samplers.of(settings.sampling());
		}

		@Bean
		MalformedHeaders malformedHeaders() {
			return new MalformedHeaders();
		}

		@Bean
		@ConditionalOnMissingBean
		ContextPropagators contextPropagators(TelemetrySettings settings, MalformedHeaders malformed) {
			return Propagation.of(settings.extract(), settings.inject(), malformed);
		}

	}

	/** Tracing is off: code that injects a tracer keeps working, and does nothing. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnTelemetry(false)
	static class Disabled {

		@Bean
		@ConditionalOnMissingBean
		OpenTelemetry openTelemetry() {
			return OpenTelemetry.noop();
		}

		@Bean
		@ConditionalOnMissingBean
		Tracer telemetryTracer() {
			return OpenTelemetry.noop().getTracer(Instrumentation.SCOPE);
		}

	}

}
