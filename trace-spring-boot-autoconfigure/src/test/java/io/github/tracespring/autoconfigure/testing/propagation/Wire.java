// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.testing.propagation;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.springframework.util.StringUtils;

/**
 * Both ends of an application, without an HTTP library that would tidy up headers: sends
 * requests with the very lines that a test names, and receives what the application sends
 * on.
 */
final class Wire implements AutoCloseable {

	private static final int TIMEOUT = 10_000;

	private final ServerSocket peer = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

	private final List<List<String>> received = new CopyOnWriteArrayList<>();

	Wire() throws IOException {
		Thread thread = new Thread(this::receive, "wire");
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * Has an application call the peer.
	 * @param port the application's
	 * @param path which client it is to use
	 * @param calls how many calls it is to make
	 * @param headers the request's lines
	 * @return the header lines of each call
	 */
	List<List<String>> relay(int port, String path, int calls, List<String> headers) {
		this.received.clear();
		String call = "{\"url\":\"http://127.0.0.1:" + this.peer.getLocalPort() + "/\",\"arguments\":[]}";
		String body = "[" + String.join(",", Collections.nCopies(calls, call)) + "]";
		send(port, "POST", path, headers, body);
		return List.copyOf(this.received);
	}

	/**
	 * Sends a request.
	 * @param port the application's
	 * @param method the method
	 * @param path the path
	 * @param headers the request's lines
	 * @param body the body
	 * @return the response's body
	 */
	static String send(int port, String method, String path, List<String> headers, String body) {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			socket.setSoTimeout(TIMEOUT);
			StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n");
			headers.forEach((line) -> request.append(line).append("\r\n"));
			request.append("Content-Type: application/json\r\nContent-Length: ")
				.append(body.length())
				.append("\r\nConnection: close\r\n\r\n")
				.append(body);
			socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.ISO_8859_1));
			String response = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			if (!response.startsWith("HTTP/1.1 200 ")) {
				throw new IllegalStateException(response);
			}
			return response.substring(response.indexOf("\r\n\r\n") + 4);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void receive() {
		while (!this.peer.isClosed()) {
			try {
				Socket socket = this.peer.accept();
				// a client may open a connection that it does not use
				Thread thread = new Thread(() -> answer(socket), "wire-connection");
				thread.setDaemon(true);
				thread.start();
			}
			catch (IOException ex) {
				// the end
			}
		}
	}

	private void answer(Socket connection) {
		try (Socket socket = connection) {
			socket.setSoTimeout(TIMEOUT);
			BufferedReader reader = new BufferedReader(
					new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
			List<String> lines = new ArrayList<>();
			for (String line = reader.readLine(); StringUtils.hasLength(line); line = reader.readLine()) {
				lines.add(line);
			}
			if (!lines.isEmpty()) {
				drain(reader, lines);
				this.received.add(lines);
				socket.getOutputStream()
					.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
						.getBytes(StandardCharsets.ISO_8859_1));
			}
		}
		catch (IOException ex) {
			// the client went away, and says so
		}
	}

	/** A connection closed before it was read would be reset. */
	private static void drain(BufferedReader reader, List<String> lines) throws IOException {
		if (RelaySupport.values(lines, "transfer-encoding").anyMatch("chunked"::equals)) {
			String line = reader.readLine();
			while (line != null && !line.equals("0")) {
				line = reader.readLine();
			}
			reader.readLine();
			return;
		}
		int length = RelaySupport.values(lines, "content-length").mapToInt(Integer::parseInt).findFirst().orElse(0);
		for (int i = 0; i < length; i++) {
			reader.read();
		}
	}

	@Override
	public void close() throws IOException {
		this.peer.close();
	}

}
