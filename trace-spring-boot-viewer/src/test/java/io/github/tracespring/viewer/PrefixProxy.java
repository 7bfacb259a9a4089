// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.viewer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * A proxy on this machine that serves an application below a path of its own, and takes
 * that path away before it asks the application.
 */
final class PrefixProxy implements AutoCloseable {

	static final String PREFIX = "/outside";

	private static final Set<String> HOP_BY_HOP = Set.of("connection", "content-length", "transfer-encoding",
			":status");

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final HttpServer server;

	private final String target;

	PrefixProxy(String target) {
		this.target = target;
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.createContext(PREFIX + "/", this::forward);
		this.server.setExecutor(this.executor);
		this.server.start();
	}

	String url(String path) {
		return "http://localhost:" + this.server.getAddress().getPort() + path;
	}

	private void forward(HttpExchange exchange) throws IOException {
		try (exchange) {
			String inner = exchange.getRequestURI().toString().substring(PREFIX.length());
			HttpRequest request = HttpRequest.newBuilder(URI.create(this.target + inner))
				.header("X-Forwarded-Prefix", PREFIX)
				.header("X-Forwarded-For", "127.0.0.1")
				.header("X-Forwarded-Host", exchange.getRequestHeaders().getFirst("Host"))
				.header("X-Forwarded-Proto", "http")
				.build();
			HttpResponse<byte[]> response = this.client.send(request, HttpResponse.BodyHandlers.ofByteArray());
			response.headers().map().forEach((name, values) -> {
				if (!HOP_BY_HOP.contains(name)) {
					exchange.getResponseHeaders().put(name, values);
				}
			});
			byte[] body = response.body();
			exchange.sendResponseHeaders(response.statusCode(), (body.length > 0) ? body.length : -1);
			exchange.getResponseBody().write(body);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.executor.shutdownNow();
	}

}
