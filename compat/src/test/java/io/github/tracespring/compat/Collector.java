// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.compat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

import com.google.protobuf.InvalidProtocolBufferException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;

/**
 * A back end that takes everything that is sent to it by HTTP.
 */
final class Collector implements AutoCloseable {

	private final List<byte[]> bodies = new CopyOnWriteArrayList<>();

	private final HttpServer server;

	Collector() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/", this::handle);
		this.server.start();
	}

	private void handle(HttpExchange exchange) throws IOException {
		try (exchange) {
			byte[] body = exchange.getRequestBody().readAllBytes();
			if ("gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
				try (InputStream plain = new GZIPInputStream(new ByteArrayInputStream(body))) {
					body = plain.readAllBytes();
				}
			}
			this.bodies.add(body);
			exchange.sendResponseHeaders(200, -1);
		}
	}

	String endpoint() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort();
	}

	List<byte[]> bodies() {
		return this.bodies;
	}

	/**
	 * What came, if it was OTLP.
	 * @return the spans
	 */
	List<ResourceSpans> spans() {
		List<ResourceSpans> spans = new ArrayList<>();
		for (byte[] body : this.bodies) {
			try {
				spans.addAll(ExportTraceServiceRequest.parseFrom(body).getResourceSpansList());
			}
			catch (InvalidProtocolBufferException ex) {
				throw new IllegalStateException(ex);
			}
		}
		return spans;
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
