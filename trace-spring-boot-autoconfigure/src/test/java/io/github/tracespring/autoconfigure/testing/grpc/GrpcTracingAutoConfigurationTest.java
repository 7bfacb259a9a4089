// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.testing.grpc;

import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.ServerInterceptor;
import io.opentelemetry.api.trace.SpanKind;
import org.junit.jupiter.api.Test;

import io.github.tracespring.autoconfigure.core.Instrumentation;
import io.github.tracespring.autoconfigure.inbound.grpc.GrpcServerTracing;
import io.github.tracespring.autoconfigure.outbound.grpc.GrpcClientTracing;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the two auto-configurations supply, and when they step back.
 */
class GrpcTracingAutoConfigurationTest extends GrpcApplicationTest {

	@Test
	void bothEndsAreInstrumentedAndNamed() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(GrpcServerTracing.class).hasSingleBean(GrpcClientTracing.class);
			assertThat(context.getBeansOfType(Instrumentation.class).values()).extracting(Instrumentation::name)
				.containsExactlyInAnyOrder("gRPC server", "gRPC client");
			assertThat(context.getBean(GrpcServerTracing.class).interceptor())
				.isSameAs(context.getBean("tracingServerInterceptor"));
			assertThat(context.getBean(GrpcClientTracing.class).interceptor())
				.isSameAs(context.getBean("tracingClientInterceptor"));
		});
	}

	@Test
	void nothingIsThereWithoutGrpc() {
		this.runner.withClassLoader(new FilteredClassLoader("io.grpc", "org.springframework.grpc"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(Instrumentation.class)
				.doesNotHaveBean("grpcServerTracing")
				.doesNotHaveBean("grpcClientTracing"));
	}

	@Test
	void springGrpcNeedNotBeThere() {
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.grpc")).run((context) -> {
			assertThat(context).hasNotFailed();
			try (Loop loop = new Loop(context)) {
				unary(loop.channel());
			}
			span(SpanKind.CLIENT);
			span(SpanKind.SERVER);
		});
	}

	@Test
	void usersTracingIsKept() {
		this.runner.run((other) -> {
			GrpcServerTracing server = other.getBean(GrpcServerTracing.class);
			GrpcClientTracing client = other.getBean(GrpcClientTracing.class);
			this.runner.withBean("server", GrpcServerTracing.class, () -> server)
				.withBean("client", GrpcClientTracing.class, () -> client)
				.run((context) -> {
					assertThat(context).getBean(GrpcServerTracing.class).isSameAs(server);
					assertThat(context).getBean(GrpcClientTracing.class).isSameAs(client);
				});
		});
	}

	@Test
	void usersOnlyInterceptorsCanStillBeInjectedByType() {
		this.runner.withUserConfiguration(WithOwnInterceptors.class)
			.run((context) -> assertThat(context).hasNotFailed().hasBean("injected"));
	}

	@Test
	void disabledTracingLeavesCallsAlone() {
		this.runner.withPropertyValues("telemetry.disabled=true").run((context) -> {
			assertThat(context).doesNotHaveBean(Instrumentation.class).doesNotHaveBean(ServerInterceptor.class);
			try (Loop loop = new Loop(context)) {
				assertThat(loop.channel()).isSameAs(loop.untraced());
				unary(ClientInterceptors.intercept(loop.untraced(),
						context.getBean(GrpcClientTracing.class).interceptor()));
				assertThat(loop.lines("traceparent")).isEmpty();
				assertThat(context.getBean(GrpcServerTracing.class).interceptor()).isNotNull();
			}
			assertThat(this.exporter.getFinishedSpanItems()).isEmpty();
		});
	}

	/** An application with interceptors of its own, one of each. */
	@Configuration(proxyBeanMethods = false)
	static class WithOwnInterceptors {

		@Bean
		ServerInterceptor ownServerInterceptor() {
			return new OwnInterceptors.Server();
		}

		@Bean
		ClientInterceptor ownClientInterceptor() {
			return new OwnInterceptors.Client();
		}

		@Bean
		String injected(@Autowired ServerInterceptor server, @Autowired ClientInterceptor client) {
			return server.getClass().getSimpleName() + client.getClass().getSimpleName();
		}

	}

}
