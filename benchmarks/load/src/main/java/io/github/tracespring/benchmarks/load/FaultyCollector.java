// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.benchmarks.load;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * Takes OTLP/HTTP in, counts each span by its id, and fails as it is told to.
 */
final class FaultyCollector implements AutoCloseable {

	private static final String REASON = "span has no tenant";

	private static final int MEGABYTE = 1024 * 1024;

	private final Map<String, Integer> taken = new ConcurrentHashMap<>();

	/** The names of the headers that came to the host of the redirect. */
	private final Set<String> toldElsewhere = ConcurrentHashMap.newKeySet();

	private final ExecutorService threads = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task, "collector");
		thread.setDaemon(true);
		return thread;
	});

	private final HttpServer elsewhere;

	private final int port;

	private HttpServer server;

	private Fault fault = Fault.NONE;

	FaultyCollector() throws IOException {
		this.elsewhere = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.elsewhere.createContext("/", (exchange) -> {
			exchange.getRequestHeaders()
				.keySet()
				.forEach((name) -> this.toldElsewhere.add(name.toLowerCase(Locale.ROOT)));
			write(exchange, 200, new byte[0]);
		});
		this.elsewhere.start();
		this.port = listen(0);
	}

	private int listen(int port) throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
		this.server.setExecutor(this.threads);
		this.server.createContext("/", this::handle);
		this.server.start();
		return this.server.getAddress().getPort();
	}

	int port() {
		return this.port;
	}

	/** Changes what it does; requests that hang lose their connection. */
	synchronized void turn(Fault next) throws IOException {
		if (next.isRefusal()) {
			this.server.stop(0);
		}
		else if (this.fault.isRefusal()) {
			listen(this.port);
		}
		this.fault = next;
		notifyAll();
	}

	private void handle(HttpExchange exchange) throws IOException {
		try (exchange) {
			List<String> ids = OtlpSpans.ids(Sink.body(exchange));
			answer(exchange, current(), ids);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private synchronized Fault current() {
		return this.fault;
	}

	private void answer(HttpExchange exchange, Fault current, List<String> ids)
			throws IOException, InterruptedException {
		switch (current) {
			case NONE, REFUSES, AWAY, STOP_REFUSED -> take(exchange, ids);
			case HANGS, STOP_HANGING -> hang();
			case UNAVAILABLE -> write(exchange, 503, new byte[0]);
			case BUSY -> write(exchange, 429, new byte[0]);
			case RESTS -> {
				exchange.getResponseHeaders().set("Retry-After", "10");
				write(exchange, 429, new byte[0]);
			}
			case FAR -> {
				Thread.sleep(200);
				take(exchange, ids);
			}
			case REDIRECTS -> {
				exchange.getResponseHeaders()
					.set("Location", "http://127.0.0.1:" + this.elsewhere.getAddress().getPort() + "/v1/traces");
				write(exchange, 302, new byte[0]);
			}
			case PARTIAL -> {
				count(ids.subList(1, ids.size()));
				write(exchange, 200, partialSuccess());
			}
			case REJECTS -> {
				exchange.getResponseHeaders().set("Content-Type", "text/plain");
				write(exchange, 400, REASON.getBytes(StandardCharsets.US_ASCII));
			}
			case SLOW -> {
				count(ids);
				Thread.sleep(12_000);
				write(exchange, 200, new byte[0]);
			}
			case CHATTY -> {
				count(ids);
				exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
				exchange.sendResponseHeaders(200, 0);
				for (int i = 0; i < 50; i++) {
					exchange.getResponseBody().write(new byte[MEGABYTE]);
				}
			}
		}
	}

	private synchronized void hang() throws InterruptedException {
		Fault hanging = this.fault;
		while (this.fault == hanging) {
			wait();
		}
	}

	private void take(HttpExchange exchange, List<String> ids) throws IOException {
		count(ids);
		write(exchange, 200, new byte[0]);
	}

	private void count(List<String> ids) {
		ids.forEach((id) -> this.taken.merge(id, 1, Integer::sum));
	}

	/** One span is rejected, and why. */
	private static byte[] partialSuccess() {
		byte[] reason = REASON.getBytes(StandardCharsets.US_ASCII);
		byte[] answer = new byte[6 + reason.length];
		byte[] head = { 0x0a, (byte) (4 + reason.length), 0x08, 1, 0x12, (byte) reason.length };
		System.arraycopy(head, 0, answer, 0, head.length);
		System.arraycopy(reason, 0, answer, head.length, reason.length);
		return answer;
	}

	private static void write(HttpExchange exchange, int status, byte[] body) throws IOException {
		if (body.length > 0 && status == 200) {
			exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
		}
		exchange.sendResponseHeaders(status, (body.length > 0) ? body.length : -1);
		try (OutputStream out = exchange.getResponseBody()) {
			out.write(body);
		}
	}

	/** Spans that it took. */
	int distinct() {
		return this.taken.size();
	}

	/** Spans that it took more than once. */
	long repeated() {
		return this.taken.values().stream().filter((times) -> times > 1).count();
	}

	Set<String> toldElsewhere() {
		return this.toldElsewhere;
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.elsewhere.stop(0);
		this.threads.shutdownNow();
	}

}
