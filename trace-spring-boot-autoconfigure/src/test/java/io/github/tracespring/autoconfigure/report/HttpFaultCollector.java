// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * A failing back end on the JDK's HTTP server.
 */
public final class HttpFaultCollector extends FaultCollector {

	/**
	 * What differs between back ends.
	 */
	public interface Protocol {

		/**
		 * The ids of spans.
		 * @param body of a request, not compressed
		 * @return the ids in hex
		 */
		List<String> ids(byte[] body);

		/**
		 * What an answer of 400 says.
		 * @param reason why
		 * @return the body of the answer
		 */
		default byte[] rejection(String reason) {
			return reason.getBytes();
		}

		/**
		 * What an answer says that is a success, except for some spans.
		 * @param rejected how many
		 * @param reason why
		 * @return the body of the answer
		 */
		default byte[] partialSuccess(int rejected, String reason) {
			throw new IllegalStateException("only OTLP has that");
		}

	}

	private final ExecutorService threads = Executors.newCachedThreadPool((task) -> new Thread(task, "collector-http"));

	private final String path;

	private final Protocol protocol;

	private HttpServer server;

	public HttpFaultCollector(String path, Protocol protocol) throws Exception {
		this.path = path;
		this.protocol = protocol;
		start();
	}

	@Override
	protected int listen(int port) throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
		this.server.setExecutor(this.threads);
		this.server.createContext(this.path, this::handle);
		this.server.start();
		return this.server.getAddress().getPort();
	}

	@Override
	protected void stopListening() {
		this.server.stop(0);
	}

	@Override
	public String endpoint() {
		return "http://127.0.0.1:" + port() + this.path;
	}

	private void handle(HttpExchange exchange) throws IOException {
		try (exchange) {
			byte[] body = exchange.getRequestBody().readAllBytes();
			answer(exchange, arrived(), body);
		}
		catch (InterruptedException ex) {
			// closed
		}
	}

	private void answer(HttpExchange exchange, Fault fault, byte[] body) throws IOException, InterruptedException {
		switch (fault) {
			case NONE, REFUSES -> take(exchange, body);
			case HANGS -> hang();
			case UNAVAILABLE -> exchange.sendResponseHeaders(503, -1);
			case BUSY -> exchange.sendResponseHeaders(429, -1);
			case RESTS -> {
				exchange.getResponseHeaders().add("Retry-After", String.valueOf(REST.toSeconds()));
				exchange.sendResponseHeaders(429, -1);
			}
			case REDIRECTS -> {
				exchange.getResponseHeaders().add("Location", "http://" + elsewhere().authority() + "/?key=s3cret");
				exchange.sendResponseHeaders(302, -1);
			}
			case TAKES_ONE -> {
				List<String> ids = ids(exchange, body);
				take(ids.subList(0, 1));
				write(exchange, 200, this.protocol.partialSuccess(ids.size() - 1, REASON));
			}
			case REJECTS -> write(exchange, 400, this.protocol.rejection(REASON));
			case SLOW -> {
				TimeUnit.NANOSECONDS.sleep(SLOWNESS.toNanos());
				take(exchange, body);
			}
			case CHATTY -> {
				take(ids(exchange, body));
				exchange.sendResponseHeaders(200, 0);
				chat(exchange.getResponseBody());
			}
		}
	}

	private void take(HttpExchange exchange, byte[] body) throws IOException {
		take(ids(exchange, body));
		exchange.sendResponseHeaders(200, -1);
	}

	private List<String> ids(HttpExchange exchange, byte[] body) throws IOException {
		if (!"gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
			return this.protocol.ids(body);
		}
		try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(body))) {
			return this.protocol.ids(gzip.readAllBytes());
		}
	}

	private static void write(HttpExchange exchange, int status, byte[] body) throws IOException {
		exchange.sendResponseHeaders(status, body.length);
		exchange.getResponseBody().write(body);
	}

	private void chat(OutputStream answer) {
		int megabytes = 0;
		try (answer) {
			for (; megabytes < MEGABYTES; megabytes++) {
				answer.write(new byte[MEGABYTE]);
			}
		}
		catch (IOException ex) {
			// nobody reads on
		}
		said(megabytes);
	}

	@Override
	public void close() throws Exception {
		super.close();
		this.threads.shutdownNow();
	}

}
