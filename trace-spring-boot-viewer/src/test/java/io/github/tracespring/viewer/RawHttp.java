// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.viewer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * One HTTP/1.1 exchange with exactly the headers that a test says: clients insist on some
 * of their own.
 *
 * @param text the response as it was on the wire
 */
record RawHttp(String text) {

	static RawHttp send(InetAddress address, int port, String requestLine, byte[] body, String... headers) {
		StringBuilder head = new StringBuilder(requestLine + " HTTP/1.1\r\nConnection: close\r\n");
		for (String header : headers) {
			head.append(header).append("\r\n");
		}
		if (body.length > 0) {
			head.append("Content-Length: ").append(body.length).append("\r\n");
		}
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress(address, port));
			socket.setSoTimeout((int) Duration.ofSeconds(20).toMillis());
			// At once: a body that comes after the server answered and closed would reset
			// the connection, and the answer would be lost with it.
			ByteArrayOutputStream request = new ByteArrayOutputStream();
			request.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
			request.writeBytes(body);
			request.writeTo(socket.getOutputStream());
			return new RawHttp(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	int status() {
		return Integer.parseInt(this.text.split(" ")[1]);
	}

	/** An address of this machine that is not the loopback one, if it has any. */
	static Optional<InetAddress> otherAddress() {
		try {
			return NetworkInterface.networkInterfaces()
				.flatMap(NetworkInterface::inetAddresses)
				.filter((address) -> address instanceof Inet4Address && !address.isLoopbackAddress()
						&& !address.isLinkLocalAddress())
				.findFirst();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
