// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.user;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What a user may define, outside of this project's package.
 */
public final class OwnBeans {

	private OwnBeans() {
	}

	/** A user's exporter. */
	@Configuration(proxyBeanMethods = false)
	public static class Exporter {

		@Bean
		SpanExporter ownExporter() {
			return InMemorySpanExporter.create();
		}

	}

	/** A user's sampler. */
	@Configuration(proxyBeanMethods = false)
	public static class OwnSampler {

		@Bean
		Sampler ownSampler() {
			return Sampler.alwaysOff();
		}

	}

	/** A user's propagators. */
	@Configuration(proxyBeanMethods = false)
	public static class Propagators {

		@Bean
		ContextPropagators ownPropagators() {
			return ContextPropagators.create(W3CTraceContextPropagator.getInstance());
		}

	}

	/** A user's tracer provider. */
	@Configuration(proxyBeanMethods = false)
	public static class Provider {

		@Bean
		SdkTracerProvider ownProvider() {
			return SdkTracerProvider.builder().setSampler(Sampler.alwaysOff()).build();
		}

	}

	/** A user's whole OpenTelemetry. */
	@Configuration(proxyBeanMethods = false)
	public static class Whole {

		@Bean
		OpenTelemetry ownOpenTelemetry() {
			return OpenTelemetrySdk.builder()
				.setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
				.build();
		}

	}

}
