// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.opentracing;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.opentracingshim.OpenTracingShim;
import io.opentracing.Tracer;
import io.opentracing.noop.NoopTracerFactory;

import io.github.tracespring.autoconfigure.config.ConditionalOnTelemetry;
import io.github.tracespring.autoconfigure.core.Instrumentation;
import io.github.tracespring.autoconfigure.core.TracingAutoConfiguration;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * An OpenTracing {@link Tracer} whose spans are in the same traces as all others, so that
 * code written for OpenTracing goes on unchanged. Never in {@code GlobalTracer}, which
 * can not be undone.
 */
@AutoConfiguration(after = TracingAutoConfiguration.class)
@ConditionalOnClass({ OpenTracingShim.class, Tracer.class })
@ConditionalOnMissingBean(Tracer.class)
public final class OpenTracingAutoConfiguration {

	/** Tracing is on. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnTelemetry
	static class Enabled {

		@Bean
		Tracer openTracingTracer(OpenTelemetry openTelemetry) {
			return new OpenTracingTracer(openTelemetry);
		}

		@Bean
		Instrumentation openTracingInstrumentation() {
			return new Instrumentation("OpenTracing");
		}

	}

	/** Tracing is off: code that injects a tracer keeps working, and does nothing. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnTelemetry(false)
	static class Disabled {

		@Bean
		Tracer openTracingTracer() {
			return NoopTracerFactory.create();
		}

	}

}
