// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.benchmarks.jmh;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Scanner;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;

/**
 * Takes whatever is sent by HTTP or gRPC, in a process of its own, so that what it costs
 * is not the sender's.
 */
final class Receivers implements AutoCloseable {

	private static final String SERVICE = "opentelemetry.proto.collector.trace.v1.TraceService";

	private final Process process;

	private final String[] ports;

	private Receivers(Process process) {
		this.process = process;
		this.ports = new Scanner(process.getInputStream()).nextLine().split(" ");
	}

	static Receivers start() throws IOException {
		return new Receivers(new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-Xmx256m",
				"-Dsun.net.httpserver.nodelay=true", "-cp", System.getProperty("java.class.path"),
				Receivers.class.getName())
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start());
	}

	String http() {
		return "http://127.0.0.1:" + this.ports[0];
	}

	String grpc() {
		return "http://127.0.0.1:" + this.ports[1];
	}

	@Override
	public void close() {
		this.process.destroy();
	}

	/**
	 * Says its ports, and runs until standard input ends.
	 * @param args none
	 * @throws IOException if there is no port
	 */
	public static void main(String[] args) throws IOException {
		InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
		HttpServer http = HttpServer.create(any, 0);
		http.setExecutor(Executors.newFixedThreadPool(4));
		http.createContext("/", Receivers::take);
		http.start();
		Server grpc = NettyServerBuilder.forAddress(any).directExecutor().addService(service()).build().start();
		System.out.println(http.getAddress().getPort() + " " + grpc.getPort());
		System.in.transferTo(System.err);
		Runtime.getRuntime().halt(0);
	}

	private static void take(HttpExchange exchange) throws IOException {
		try (exchange; InputStream body = exchange.getRequestBody()) {
			skip(body);
			boolean otlp = exchange.getRequestURI().getPath().endsWith("/v1/traces");
			exchange.sendResponseHeaders(otlp ? 200 : 202, -1);
		}
	}

	private static ServerServiceDefinition service() {
		MethodDescriptor<Integer, Integer> export = MethodDescriptor.newBuilder(new Lengths(), new Lengths())
			.setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, "Export"))
			.setType(MethodDescriptor.MethodType.UNARY)
			.build();
		return ServerServiceDefinition.builder(SERVICE)
			.addMethod(export, ServerCalls.asyncUnaryCall((length, answer) -> {
				answer.onNext(0);
				answer.onCompleted();
			}))
			.build();
	}

	private static int skip(InputStream in) {
		try {
			byte[] buffer = new byte[1 << 16];
			int length = 0;
			for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
				length += read;
			}
			return length;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Knows of a message how long it is, and writes empty ones.
	 */
	private static final class Lengths implements MethodDescriptor.Marshaller<Integer> {

		@Override
		public InputStream stream(Integer value) {
			return new ByteArrayInputStream(new byte[0]);
		}

		@Override
		public Integer parse(InputStream stream) {
			return skip(stream);
		}

	}

}
