// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/**
 * TLS before a collector that has none: it asks for a certificate, and passes on what
 * arrives. Speaks HTTP/2 with whoever asks for that.
 */
final class TlsFront implements AutoCloseable {

	private final SSLServerSocket server;

	private final int behind;

	private final List<String> callers = new CopyOnWriteArrayList<>();

	private final Set<Socket> open = ConcurrentHashMap.newKeySet();

	TlsFront(SSLContext context, int behind) throws IOException {
		this.behind = behind;
		this.server = (SSLServerSocket) context.getServerSocketFactory()
			.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
		SSLParameters parameters = this.server.getSSLParameters();
		parameters.setApplicationProtocols(new String[] { "h2", "http/1.1" });
		parameters.setNeedClientAuth(true);
		this.server.setSSLParameters(parameters);
		start(this::accept);
	}

	private static void start(Runnable task) {
		Thread thread = new Thread(task, "tls-front");
		thread.setDaemon(true);
		thread.start();
	}

	private void accept() {
		try {
			while (true) {
				SSLSocket client = (SSLSocket) this.server.accept();
				this.open.add(client);
				start(() -> serve(client));
			}
		}
		catch (IOException ex) {
			// closed
		}
	}

	private void serve(SSLSocket client) {
		try (client; Socket collector = new Socket(InetAddress.getLoopbackAddress(), this.behind)) {
			this.open.add(collector);
			client.startHandshake();
			this.callers.add(client.getSession().getPeerPrincipal().getName());
			start(() -> pass(collector, client));
			client.getInputStream().transferTo(collector.getOutputStream());
		}
		catch (IOException ex) {
			// an end that is gone, or that nobody believes
		}
	}

	private static void pass(Socket from, Socket to) {
		try (from; to) {
			from.getInputStream().transferTo(to.getOutputStream());
		}
		catch (IOException ex) {
			// gone
		}
	}

	int port() {
		return this.server.getLocalPort();
	}

	/** The names that connections were made under. */
	List<String> callers() {
		return this.callers;
	}

	@Override
	public void close() throws IOException {
		this.server.close();
		for (Socket socket : this.open) {
			socket.close();
		}
	}

}
