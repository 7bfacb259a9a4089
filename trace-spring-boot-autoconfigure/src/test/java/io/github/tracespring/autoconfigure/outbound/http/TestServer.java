// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * A real server that the clients under test call: {@code /status/{code}} answers so,
 * {@code /redirect} sends to {@code /users}, {@code /redirect-away} to that of
 * {@code 127.0.0.1}, {@code /flaky} answers 503 twice and then 200, {@code /hang} and
 * {@code /silence} do not answer, anything else answers 200.
 */
public final class TestServer implements AutoCloseable {

	private final HttpServer server;

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final CountDownLatch closed = new CountDownLatch(1);

	private final AtomicInteger flaky = new AtomicInteger();

	private final List<Headers> requests = new CopyOnWriteArrayList<>();

	public TestServer() {
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.setExecutor(this.executor);
		this.server.createContext("/", this::handle);
		this.server.start();
	}

	public int port() {
		return this.server.getAddress().getPort();
	}

	public String url() {
		return "http://localhost:" + port();
	}

	/** The headers of the requests since the last {@link #reset}, in order. */
	public List<Headers> requests() {
		return this.requests;
	}

	public void reset() {
		this.requests.clear();
		this.flaky.set(0);
	}

	private void handle(HttpExchange exchange) throws IOException {
		this.requests.add(exchange.getRequestHeaders());
		String path = exchange.getRequestURI().getPath();
		int status = 200;
		if (path.startsWith("/status/")) {
			status = Integer.parseInt(path.substring("/status/".length()));
		}
		else if (path.equals("/redirect")) {
			status = 302;
			exchange.getResponseHeaders().set("Location", "/users");
		}
		else if (path.equals("/redirect-away")) {
			status = 302;
			exchange.getResponseHeaders().set("Location", "http://127.0.0.1:" + port() + "/users");
		}
		else if (path.equals("/flaky")) {
			status = (this.flaky.incrementAndGet() < 3) ? 503 : 200;
		}
		else if (path.equals("/hang") || path.equals("/silence")) {
			awaitClose();
		}
		exchange.getRequestBody().readAllBytes();
		exchange.sendResponseHeaders(status, -1);
		exchange.close();
	}

	private void awaitClose() {
		try {
			this.closed.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void close() {
		this.closed.countDown();
		this.server.stop(0);
		this.executor.shutdownNow();
	}

}
