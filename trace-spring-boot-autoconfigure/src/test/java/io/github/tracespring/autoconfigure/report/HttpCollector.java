// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * A back end on the JDK's HTTP server.
 *
 * @param <T> what a body decodes to
 */
public final class HttpCollector<T> implements Collector {

	private final ExecutorService threads = Executors.newCachedThreadPool((task) -> new Thread(task, "collector-http"));

	private final AtomicInteger requests = new AtomicInteger();

	private final List<T> bodies = new CopyOnWriteArrayList<>();

	private final HttpServer server;

	private final String path;

	private final int success;

	private final Function<byte[], T> decoder;

	private final Function<T, List<String>> names;

	private volatile Map<String, String> headers = Map.of();

	private final List<Long> arrivals = new CopyOnWriteArrayList<>();

	private final Map<String, String> answerHeaders = new ConcurrentHashMap<>();

	private volatile byte[] answerBody = {};

	private volatile int failure = 500;

	private Mood mood = Mood.WELL;

	public HttpCollector(String path, int success, Function<byte[], T> decoder, Function<T, List<String>> names) {
		this.path = path;
		this.success = success;
		this.decoder = decoder;
		this.names = names;
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		this.server.setExecutor(this.threads);
		this.server.createContext(path, this::handle);
		this.server.start();
	}

	private void handle(HttpExchange exchange) throws IOException {
		try (exchange) {
			Map<String, String> received = new TreeMap<>();
			exchange.getRequestHeaders()
				.forEach((name, values) -> received.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
			this.headers = received;
			byte[] body = exchange.getRequestBody().readAllBytes();
			this.arrivals.add(System.nanoTime());
			this.requests.incrementAndGet();
			boolean well = answer() != Mood.FAILING;
			if (well) {
				this.bodies.add(this.decoder.apply(plain(body, received.get("content-encoding"))));
			}
			answer(exchange, well ? this.success : this.failure);
		}
	}

	private void answer(HttpExchange exchange, int status) throws IOException {
		byte[] body = this.answerBody;
		this.answerHeaders.forEach(exchange.getResponseHeaders()::add);
		exchange.sendResponseHeaders(status, (body.length > 0) ? body.length : -1);
		if (body.length > 0) {
			exchange.getResponseBody().write(body);
		}
	}

	private synchronized Mood answer() {
		while (this.mood == Mood.HANGING) {
			try {
				wait();
			}
			catch (InterruptedException ex) {
				return Mood.FAILING;
			}
		}
		return this.mood;
	}

	private static byte[] plain(byte[] body, String encoding) throws IOException {
		if (!"gzip".equals(encoding)) {
			return body;
		}
		try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(body))) {
			return gzip.readAllBytes();
		}
	}

	private String authority() {
		return "localhost:" + this.server.getAddress().getPort();
	}

	public List<T> bodies() {
		return this.bodies;
	}

	/**
	 * What a failing one answers.
	 * @param status the HTTP status
	 */
	public void failWith(int status) {
		this.failure = status;
		mood(Mood.FAILING);
	}

	@Override
	public void refuse(String reason) {
		answerWith("Content-Type", "text/plain", reason.getBytes(StandardCharsets.UTF_8)).failWith(400);
	}

	/**
	 * What it answers beside the status.
	 * @param header a header's name
	 * @param value the header's value
	 * @param body the body
	 * @return this
	 */
	public HttpCollector<T> answerWith(String header, String value, byte... body) {
		this.answerHeaders.put(header, value);
		this.answerBody = body;
		return this;
	}

	/**
	 * When requests arrived.
	 * @return the times in nanoseconds
	 */
	public List<Long> arrivals() {
		return this.arrivals;
	}

	@Override
	public String endpoint() {
		return "http://" + authority() + this.path;
	}

	@Override
	public synchronized void mood(Mood mood) {
		this.mood = mood;
		notifyAll();
	}

	@Override
	public int requests() {
		return this.requests.get();
	}

	@Override
	public List<String> names() {
		return this.bodies.stream().map(this.names).flatMap(List::stream).toList();
	}

	@Override
	public Map<String, String> headers() {
		return this.headers;
	}

	@Override
	public void close() {
		mood(Mood.FAILING);
		this.server.stop(0);
		this.threads.shutdownNow();
	}

}
