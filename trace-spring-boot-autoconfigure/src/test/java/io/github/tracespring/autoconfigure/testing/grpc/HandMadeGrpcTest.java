// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.testing.grpc;

import java.net.InetAddress;
import java.net.InetSocketAddress;

import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;

import io.github.tracespring.autoconfigure.inbound.grpc.GrpcServerTracing;
import io.github.tracespring.autoconfigure.outbound.grpc.GrpcClientTracing;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Server and channel of grpc-java alone, instrumented by hand.
 */
class HandMadeGrpcTest extends GrpcContractTest {

	private ConfigurableApplicationContext context;

	private Server server;

	private ManagedChannel channel;

	@Override
	protected final Channel start() throws Exception {
		this.context = new SpringApplicationBuilder(Recording.class).web(WebApplicationType.NONE)
			.run("--telemetry.name=test", "--spring.main.banner-mode=off",
					"--telemetry.grpc.ignore-methods=test.Echo/Qui*", TRUSTED, SILENT);
		NettyServerBuilder server = NettyServerBuilder
			.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
			.executor(this.serverThreads)
			.addService(this.echo);
		this.server = instrument(this.context.getBean(GrpcServerTracing.class), server).build().start();
		NettyChannelBuilder channel = NettyChannelBuilder.forAddress("localhost", this.server.getPort())
			.usePlaintext()
			.executor(this.clientThreads);
		GrpcClientTracing tracing = this.context.getBean(GrpcClientTracing.class);
		this.channel = instrument(tracing, channel).build();
		return instrument(tracing, this.channel);
	}

	NettyServerBuilder instrument(GrpcServerTracing tracing, NettyServerBuilder builder) {
		return tracing.instrument(builder);
	}

	NettyChannelBuilder instrument(GrpcClientTracing tracing, NettyChannelBuilder builder) {
		return tracing.instrument(builder);
	}

	Channel instrument(GrpcClientTracing tracing, ManagedChannel channel) {
		return channel;
	}

	@Override
	protected final void stop() {
		this.channel.shutdownNow();
		this.server.shutdownNow();
		this.context.close();
	}

	@Override
	protected final InMemorySpanExporter exporter() {
		return this.context.getBean(Recording.Spans.class).exporter();
	}

	@Override
	protected final Tracer tracer() {
		return this.context.getBean(Tracer.class);
	}

	@Override
	protected final int port() {
		return this.server.getPort();
	}

}
