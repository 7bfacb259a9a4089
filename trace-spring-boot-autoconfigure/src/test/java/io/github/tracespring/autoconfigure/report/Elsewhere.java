// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.HttpServer;

/**
 * A server that nobody should call.
 */
public final class Elsewhere implements AutoCloseable {

	private final List<String> requests = new CopyOnWriteArrayList<>();

	private final HttpServer server;

	Elsewhere() {
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.createContext("/", (exchange) -> {
			this.requests.add(exchange.getRequestMethod() + " " + exchange.getRequestHeaders());
			exchange.sendResponseHeaders(200, -1);
		});
		this.server.start();
	}

	public List<String> requests() {
		return this.requests;
	}

	/**
	 * Its host and port.
	 * @return the authority of its address
	 */
	public String authority() {
		return "127.0.0.1:" + this.server.getAddress().getPort();
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
