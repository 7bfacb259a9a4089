// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.lifecycle;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import zipkin2.Span;
import zipkin2.codec.SpanBytesDecoder;

/**
 * Where an application's spans go to.
 */
final class Collector implements AutoCloseable {

	private final List<Span> spans = new CopyOnWriteArrayList<>();

	private final List<String> paths = new CopyOnWriteArrayList<>();

	private final HttpServer server;

	Collector() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/", this::take);
		this.server.start();
	}

	String url(String path) {
		return "http://127.0.0.1:" + this.server.getAddress().getPort() + path;
	}

	/** Those that came in Zipkin's format. */
	List<Span> spans() {
		return this.spans;
	}

	/** Where reports came in, whatever their format. */
	List<String> paths() {
		return this.paths;
	}

	private void take(HttpExchange exchange) throws IOException {
		this.paths.add(exchange.getRequestURI().getPath());
		boolean compressed = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
		InputStream content = exchange.getRequestBody();
		byte[] body = (compressed ? new GZIPInputStream(content) : content).readAllBytes();
		if (exchange.getRequestURI().getPath().equals("/api/v2/spans")) {
			this.spans.addAll(SpanBytesDecoder.JSON_V2.decodeList(body));
		}
		exchange.sendResponseHeaders(200, -1);
		exchange.close();
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
