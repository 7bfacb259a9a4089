// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.interop;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;

import io.github.tracespring.autoconfigure.inbound.grpc.GrpcServerTracing;
import io.github.tracespring.autoconfigure.outbound.grpc.GrpcClientTracing;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * A service in Java between others of gRPC: it answers a call by making the same call of
 * the next, and does not look into the messages. Its block is the one that go-zero's
 * services read.
 */
final class GrpcRelay implements AutoCloseable {

	private static final MethodDescriptor<byte[], byte[]> GET_USER = MethodDescriptor
		.newBuilder(new Unread(), new Unread())
		.setType(MethodType.UNARY)
		.setFullMethodName("courseware.v1.Users/GetUser")
		.build();

	private final ConfigurableApplicationContext context;

	private GrpcRelay(ConfigurableApplicationContext context) {
		this.context = context;
	}

	static GrpcRelay start(Map<String, String> block, String next) {
		Map<String, Object> properties = new HashMap<>(block);
		properties.put("spring.config.additional-location", "file:telemetry.yml");
		properties.put("telemetry.batch.schedule-delay", "100ms");
		properties.put("next", next);
		return new GrpcRelay(new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties(properties)
			.run());
	}

	String address() {
		return "127.0.0.1:" + this.context.getBean(Server.class).getPort();
	}

	@Override
	public void close() {
		this.context.close();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean(destroyMethod = "shutdownNow")
		ManagedChannel next(GrpcClientTracing tracing, @Value("${next}") String next) {
			return tracing.instrument(NettyChannelBuilder.forTarget(next).usePlaintext()).build();
		}

		@Bean(destroyMethod = "shutdownNow")
		Server server(GrpcServerTracing tracing, ManagedChannel next) throws IOException {
			ServerServiceDefinition users = ServerServiceDefinition.builder("courseware.v1.Users")
				.addMethod(GET_USER, ServerCalls.asyncUnaryCall((request, answer) -> relay(next, request, answer)))
				.build();
			InetSocketAddress here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
			return tracing.instrument(NettyServerBuilder.forAddress(here)).addService(users).build().start();
		}

		private static void relay(ManagedChannel next, byte[] request, StreamObserver<byte[]> answer) {
			try {
				answer.onNext(ClientCalls.blockingUnaryCall(next, GET_USER, CallOptions.DEFAULT, request));
				answer.onCompleted();
			}
			catch (RuntimeException ex) {
				answer.onError(ex);
			}
		}

	}

	private static final class Unread implements MethodDescriptor.Marshaller<byte[]> {

		@Override
		public InputStream stream(byte[] message) {
			return new ByteArrayInputStream(message);
		}

		@Override
		public byte[] parse(InputStream stream) {
			try {
				return stream.readAllBytes();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
