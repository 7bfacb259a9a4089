// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.testing.grpc;

import io.grpc.Channel;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.grpc.server.autoconfigure.GrpcServerExecutorProvider;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.grpc.client.GrpcChannelBuilderCustomizer;
import org.springframework.grpc.client.GrpcChannelFactory;
import org.springframework.grpc.server.lifecycle.GrpcServerLifecycle;

/**
 * Spring gRPC: server and channel are traced without a line of code.
 */
class SpringGrpcTest extends GrpcContractTest {

	private ConfigurableApplicationContext context;

	@Override
	protected Channel start() {
		this.context = new SpringApplicationBuilder(Recording.class).web(WebApplicationType.NONE)
			.initializers((GenericApplicationContext application) -> register(application))
			.run("--telemetry.name=test", "--spring.main.banner-mode=off", "--spring.grpc.server.port=0",
					"--telemetry.grpc.ignore-methods=test.Echo/Quiet");
		return this.context.getBean(GrpcChannelFactory.class).createChannel("static://localhost:" + port());
	}

	private void register(GenericApplicationContext application) {
		application.registerBean(Echo.class, () -> this.echo);
		application.registerBean(GrpcServerExecutorProvider.class, () -> () -> this.serverThreads);
		application.registerBean(GrpcChannelBuilderCustomizer.class,
				() -> (target, builder) -> builder.executor(this.clientThreads));
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
