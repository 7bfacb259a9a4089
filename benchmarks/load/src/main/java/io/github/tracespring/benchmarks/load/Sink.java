// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.benchmarks.load;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Scanner;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import java.util.zip.GZIPInputStream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * Takes OTLP/HTTP in and counts the spans of each variant, which the path names. It says
 * its port, and for each line of standard input the counts.
 */
final class Sink {

	private static final Map<String, LongAdder> spans = new ConcurrentHashMap<>();

	private Sink() {
	}

	/**
	 * Runs until standard input ends.
	 * @param args none
	 * @throws IOException if there is no port
	 */
	public static void main(String[] args) throws IOException {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.setExecutor(Executors.newFixedThreadPool(2));
		server.createContext("/", Sink::take);
		server.start();
		try (Scanner in = new Scanner(System.in)) {
			while (in.hasNextLine()) {
				in.nextLine();
				System.out.println("METER " + server.getAddress().getPort() + " " + spans);
			}
		}
		Runtime.getRuntime().halt(0);
	}

	private static void take(HttpExchange exchange) throws IOException {
		try (exchange) {
			byte[] body = body(exchange);
			String variant = exchange.getRequestURI().getPath().split("/")[1];
			spans.computeIfAbsent(variant, (key) -> new LongAdder()).add(OtlpSpans.count(body));
			exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
			exchange.sendResponseHeaders(200, -1);
		}
	}

	static byte[] body(HttpExchange exchange) throws IOException {
		try (InputStream body = exchange.getRequestBody()) {
			boolean compressed = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
			return (compressed ? new GZIPInputStream(body) : body).readAllBytes();
		}
	}

}
