// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.benchmarks.jmh;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import io.github.tracespring.autoconfigure.inbound.grpc.GrpcServerTracing;
import io.github.tracespring.autoconfigure.outbound.grpc.GrpcClientTracing;

/**
 * A unary call within the process: a client's span and a server's.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class GrpcBenchmark {

	private static final MethodDescriptor<String, String> METHOD = MethodDescriptor.<String, String>newBuilder()
		.setType(MethodDescriptor.MethodType.UNARY)
		.setFullMethodName("courseware.v1.Users/Get")
		.setRequestMarshaller(new Text())
		.setResponseMarshaller(new Text())
		.build();

	private Server server;

	private ManagedChannel managed;

	private Channel channel;

	@Setup
	public void setUp(TracedApplication application) throws IOException {
		ServerServiceDefinition service = ServerServiceDefinition.builder("courseware.v1.Users")
			.addMethod(METHOD, ServerCalls.asyncUnaryCall((request, response) -> {
				response.onNext(request);
				response.onCompleted();
			}))
			.build();
		this.server = application.bean(GrpcServerTracing.class)
			.instrument(InProcessServerBuilder.forName("benchmark").directExecutor())
			.addService(service)
			.build()
			.start();
		this.managed = InProcessChannelBuilder.forName("benchmark").directExecutor().build();
		this.channel = application.bean(GrpcClientTracing.class).instrument(this.managed);
	}

	@TearDown
	public void tearDown() {
		this.managed.shutdownNow();
		this.server.shutdownNow();
	}

	@Benchmark
	public String unary() {
		return ClientCalls.blockingUnaryCall(this.channel, METHOD, CallOptions.DEFAULT, "7");
	}

	/** Hands texts over as they are. */
	private static final class Text implements MethodDescriptor.Marshaller<String> {

		@Override
		public InputStream stream(String value) {
			return new ByteArrayInputStream(value.getBytes());
		}

		@Override
		public String parse(InputStream stream) {
			try (stream) {
				return new String(stream.readAllBytes());
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
