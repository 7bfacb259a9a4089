// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.testing.grpc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;

import io.github.tracespring.autoconfigure.inbound.grpc.GrpcServerTracing;
import io.github.tracespring.autoconfigure.outbound.grpc.GrpcClientTracing;

import org.springframework.context.ApplicationContext;

/**
 * A server and a channel to it, traced by an application, and a channel that is not.
 */
final class Loop implements AutoCloseable, ServerInterceptor {

	private final Echo echo = new Echo();

	private final List<Metadata> arrived = new CopyOnWriteArrayList<>();

	private final Server server;

	private final ManagedChannel untraced;

	private final Channel channel;

	Loop(ApplicationContext application) {
		NettyServerBuilder builder = NettyServerBuilder
			.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
			.addService(ServerInterceptors.intercept(this.echo, this));
		try {
			this.server = application.getBean(GrpcServerTracing.class).instrument(builder).build().start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.untraced = NettyChannelBuilder.forAddress("localhost", this.server.getPort()).usePlaintext().build();
		this.channel = application.getBean(GrpcClientTracing.class).instrument(this.untraced);
	}

	@Override
	public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers,
			ServerCallHandler<Q, A> next) {
		this.arrived.add(headers);
		return next.startCall(call, headers);
	}

	Echo echo() {
		return this.echo;
	}

	/** All lines of a header of the last call. */
	List<String> lines(String name) {
		Iterable<String> lines = this.arrived.get(this.arrived.size() - 1).getAll(key(name));
		return (lines != null) ? toList(lines) : List.of();
	}

	private static List<String> toList(Iterable<String> lines) {
		List<String> list = new CopyOnWriteArrayList<>();
		lines.forEach(list::add);
		return list;
	}

	static Metadata.Key<String> key(String name) {
		return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
	}

	Channel channel() {
		return this.channel;
	}

	ManagedChannel untraced() {
		return this.untraced;
	}

	@Override
	public void close() {
		this.untraced.shutdownNow();
		this.server.shutdownNow();
	}

}
