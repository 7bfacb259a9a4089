// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.grpc;

import io.grpc.ServerBuilder;
import io.grpc.ServerInterceptor;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.propagation.ContextPropagators;

import io.github.tracespring.autoconfigure.config.ConditionalOnTelemetry;
import io.github.tracespring.autoconfigure.config.TelemetryGrpcProperties;
import io.github.tracespring.autoconfigure.core.Instrumentation;
import io.github.tracespring.autoconfigure.core.TracingAutoConfiguration;
import io.github.tracespring.autoconfigure.core.propagation.IncomingTrust;
import io.github.tracespring.autoconfigure.core.span.RpcSpans;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.grpc.server.GlobalServerInterceptor;

/**
 * Traces what arrives at a gRPC server: at Spring gRPC's by a bean, at others by
 * {@link GrpcServerTracing}.
 */
@AutoConfiguration(after = TracingAutoConfiguration.class,
		// of interceptors without an order, the last bean is the innermost
		afterName = { "org.springframework.boot.grpc.server.autoconfigure.GrpcServerAutoConfiguration",
				"org.springframework.grpc.autoconfigure.server.GrpcServerAutoConfiguration",
				"org.springframework.boot.grpc.server.autoconfigure.exception.GrpcExceptionHandlerAutoConfiguration",
				"org.springframework.grpc.autoconfigure.server.exception.GrpcExceptionHandlerAutoConfiguration" })
@ConditionalOnClass(ServerBuilder.class)
public final class GrpcServerTracingAutoConfiguration {

	/** Tracing is on. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnTelemetry
	@EnableConfigurationProperties(TelemetryGrpcProperties.class)
	static class Enabled {

		/**
		 * Outside of all others. Spring gRPC asks for the annotation; without it, nobody
		 * knows it. No candidate for an application that injects the one interceptor of
		 * its own.
		 */
		@Bean(defaultCandidate = false)
		@GlobalServerInterceptor
		@Order(Ordered.HIGHEST_PRECEDENCE + 1)
		ServerInterceptor tracingServerInterceptor(Tracer tracer, ContextPropagators propagators, IncomingTrust trust,
				TelemetryGrpcProperties properties) {
			return new TracingServerInterceptor(new RpcSpans(tracer, properties), propagators.getTextMapPropagator(),
					trust);
		}

		/** Within all others. */
		@Bean(defaultCandidate = false)
		@GlobalServerInterceptor
		@Order(Ordered.LOWEST_PRECEDENCE)
		ServerInterceptor tracingServerFailureInterceptor() {
			return new FailureInterceptor();
		}

		@Bean
		@ConditionalOnMissingBean
		GrpcServerTracing grpcServerTracing(
				@Qualifier("tracingServerInterceptor") ServerInterceptor tracingServerInterceptor) {
			return new GrpcServerTracing(tracingServerInterceptor);
		}

		@Bean
		Instrumentation grpcServerInstrumentation() {
			return new Instrumentation("gRPC server");
		}

	}

	/** Tracing is off: code that injects the helper keeps working. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnTelemetry(false)
	static class Disabled {

		@Bean
		@ConditionalOnMissingBean
		GrpcServerTracing grpcServerTracing() {
			return new GrpcServerTracing(null);
		}

	}

}
