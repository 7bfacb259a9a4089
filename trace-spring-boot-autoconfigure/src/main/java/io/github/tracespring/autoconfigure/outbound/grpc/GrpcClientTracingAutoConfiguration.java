// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.grpc;

import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannelBuilder;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.propagation.ContextPropagators;

import io.github.tracespring.autoconfigure.config.ConditionalOnTelemetry;
import io.github.tracespring.autoconfigure.config.TelemetryGrpcProperties;
import io.github.tracespring.autoconfigure.core.Instrumentation;
import io.github.tracespring.autoconfigure.core.TracingAutoConfiguration;
import io.github.tracespring.autoconfigure.core.propagation.InjectHosts;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.grpc.client.GlobalClientInterceptor;

/**
 * Traces the calls of gRPC clients: through Spring gRPC's channels by a bean, through
 * others by {@link GrpcClientTracing}.
 */
@AutoConfiguration(after = TracingAutoConfiguration.class)
@ConditionalOnClass(ManagedChannelBuilder.class)
public final class GrpcClientTracingAutoConfiguration {

	/** Tracing is on. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnTelemetry
	@EnableConfigurationProperties(TelemetryGrpcProperties.class)
	static class Enabled {

		/**
		 * Next to the wire. Spring gRPC asks for the annotation; without it, nobody knows
		 * it. No candidate for an application that injects the one interceptor of its
		 * own.
		 */
		@Bean(defaultCandidate = false)
		@GlobalClientInterceptor
		@Order(Ordered.LOWEST_PRECEDENCE)
		ClientInterceptor tracingClientInterceptor(ObjectProvider<Tracer> tracer,
				ObjectProvider<ContextPropagators> propagators, TelemetryGrpcProperties properties, InjectHosts hosts) {
			return new TracingClientInterceptor(new GrpcClientHandler(tracer, propagators, properties, hosts));
		}

		@Bean
		@ConditionalOnMissingBean
		GrpcClientTracing grpcClientTracing(
				@Qualifier("tracingClientInterceptor") ClientInterceptor tracingClientInterceptor) {
			return new GrpcClientTracing(tracingClientInterceptor);
		}

		@Bean
		Instrumentation grpcClientInstrumentation() {
			return new Instrumentation("gRPC client");
		}

	}

	/** Tracing is off: code that injects the helper keeps working. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnTelemetry(false)
	static class Disabled {

		@Bean
		@ConditionalOnMissingBean
		GrpcClientTracing grpcClientTracing() {
			return new GrpcClientTracing(null);
		}

	}

}
