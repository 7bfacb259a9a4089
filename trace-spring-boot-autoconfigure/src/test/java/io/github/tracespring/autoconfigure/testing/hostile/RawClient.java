// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.testing.hostile;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Sends bytes as requests over one connection, for as long as the server keeps it open.
 */
final class RawClient implements AutoCloseable {

	/** What the server says of a request if it says nothing. */
	static final String CLOSED = "closed";

	private static final int TIMEOUT = 10_000;

	private final int port;

	private Socket socket;

	private InputStream in;

	RawClient(int port) {
		this.port = port;
	}

	/**
	 * Sends a request.
	 * @return the answer without date and {@code traceresponse}, or {@link #CLOSED}
	 */
	String send(byte[] request) throws IOException {
		if (this.socket == null) {
			this.socket = new Socket("127.0.0.1", this.port);
			this.socket.setTcpNoDelay(true);
			this.socket.setSoTimeout(TIMEOUT);
			this.in = new BufferedInputStream(this.socket.getInputStream());
		}
		try {
			this.socket.getOutputStream().write(request);
			return answer();
		}
		catch (EOFException | java.net.SocketException ex) {
			close();
			return CLOSED;
		}
	}

	private String answer() throws IOException {
		StringBuilder answer = new StringBuilder(line());
		int length = -1;
		boolean chunked = false;
		boolean last = false;
		for (String line = line(); !line.isEmpty(); line = line()) {
			String lower = line.toLowerCase(Locale.ROOT);
			length = lower.startsWith("content-length:") ? Integer.parseInt(line.substring(15).trim()) : length;
			chunked |= lower.startsWith("transfer-encoding:") && lower.endsWith("chunked");
			last |= lower.startsWith("connection:") && lower.endsWith("close");
			answer.append(isOfTheMoment(lower) ? "" : "\n" + line);
		}
		answer.append('\n').append(chunked ? chunks() : text(Math.max(length, 0)));
		if (last || (length < 0 && !chunked)) {
			close();
		}
		return answer.toString();
	}

	/** Whether the connection goes on depends on how many came before. */
	private static boolean isOfTheMoment(String line) {
		return line.startsWith("date:") || line.startsWith("connection:") || line.startsWith("keep-alive:")
				|| line.startsWith("traceresponse:");
	}

	private String chunks() throws IOException {
		StringBuilder text = new StringBuilder();
		for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
			text.append(text(size));
			line();
		}
		line();
		return text.toString();
	}

	private String text(int length) throws IOException {
		byte[] bytes = this.in.readNBytes(length);
		if (bytes.length < length) {
			throw new EOFException();
		}
		return new String(bytes, StandardCharsets.ISO_8859_1);
	}

	private String line() throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		for (int b = this.in.read(); b != '\n'; b = this.in.read()) {
			if (b < 0) {
				throw new EOFException();
			}
			if (b != '\r') {
				line.write(b);
			}
		}
		return line.toString(StandardCharsets.ISO_8859_1);
	}

	@Override
	public void close() throws IOException {
		if (this.socket != null) {
			this.socket.close();
			this.socket = null;
		}
	}

}
