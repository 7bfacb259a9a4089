// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.testing.grpc;

import io.grpc.Channel;
import io.grpc.Status;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.grpc.server.autoconfigure.GrpcServerExecutorProvider;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.grpc.client.GrpcChannelBuilderCustomizer;
import org.springframework.grpc.client.GrpcChannelFactory;
import org.springframework.grpc.server.exception.GrpcExceptionHandler;
import org.springframework.grpc.server.lifecycle.GrpcServerLifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Spring gRPC: server and channel are traced without a line of code.
 */
class SpringGrpcTest extends GrpcContractTest {

	private final OwnInterceptors.Server server = new OwnInterceptors.Server();

	private final OwnInterceptors.Client client = new OwnInterceptors.Client();

	private ConfigurableApplicationContext context;

	@Override
	protected Channel start() {
		this.context = new SpringApplicationBuilder(Recording.class).web(WebApplicationType.NONE)
			.initializers((GenericApplicationContext application) -> register(application))
			.run("--telemetry.name=test", "--spring.main.banner-mode=off", "--spring.grpc.server.port=0",
					"--telemetry.grpc.ignore-methods=test.Echo/Quiet", TRUSTED, SILENT);
		return this.context.getBean(GrpcChannelFactory.class).createChannel("static://localhost:" + port());
	}

	private void register(GenericApplicationContext application) {
		application.registerBean(Echo.class, () -> this.echo);
		application.registerBean(OwnInterceptors.Server.class, () -> this.server);
		application.registerBean(OwnInterceptors.Client.class, () -> this.client);
		application.registerBean(GrpcExceptionHandler.class,
				() -> (error) -> (error instanceof UnsupportedOperationException) ? Status.INTERNAL.asException()
						: null);
		application.registerBean(GrpcServerExecutorProvider.class, () -> () -> this.serverThreads);
		application.registerBean(GrpcChannelBuilderCustomizer.class,
				() -> (target, builder) -> builder.executor(this.clientThreads));
	}

	@Test
	void exceptionThatAHandlerTurnedIntoAnErrorIsRecorded() {
		assertThatException().isThrownBy(() -> call(Way.UNARY_BLOCKING, "map"));
		isFailed(span(SpanKind.SERVER), "INTERNAL", true);
		hasException(span(SpanKind.SERVER), "java.lang.UnsupportedOperationException");
	}

	@Test
	void interceptorsOfTheUserAreInsideOfTheServersSpanAndOutsideOfTheClients() throws Exception {
		this.server.seen.clear();
		this.client.seen.clear();
		Span caller = tracer().spanBuilder("caller").startSpan();
		try (Scope scope = caller.makeCurrent()) {
			call(Way.UNARY_BLOCKING, "hello");
		}
		assertThat(this.server.seen).extracting(Seen::spanId).containsExactly(span(SpanKind.SERVER).getSpanId());
		assertThat(this.client.seen).extracting(Seen::spanId).containsExactly(caller.getSpanContext().getSpanId());
	}

	@Override
	protected void stop() {
		this.context.close();
	}

	@Override
	protected InMemorySpanExporter exporter() {
		return this.context.getBean(Recording.Spans.class).exporter();
	}

	@Override
	protected Tracer tracer() {
		return this.context.getBean(Tracer.class);
	}

	@Override
	protected int port() {
		return this.context.getBean(GrpcServerLifecycle.class).getPort();
	}

}
