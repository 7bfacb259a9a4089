// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whom every HTTP server trusts by address, though the application believes the headers
 * of its proxies: the connection alone says it.
 */
public abstract class ConnectionTrustContractTest extends HttpServerTestSupport {

	private static final String TRUSTED = "127.0.0.1";

	/** Of this machine as well, at least on Linux and Windows. */
	private static final String STRANGER = "127.0.0.2";

	private static final String TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736";

	/** How the application believes headers. */
	protected String strategy() {
		return "native";
	}

	@Override
	protected String[] properties() {
		return Stream
			.concat(Stream.of(super.properties()), Stream.of("telemetry.propagation.trusted-addresses=::1, " + TRUSTED,
					"server.forward-headers-strategy=" + strategy(), "server.tomcat.remoteip.internal-proxies=.*",
					"spring.webflux.base-path=" + CONTEXT_PATH, "spring.reactor.netty.shutdown-quiet-period=0s"))
			.toArray(String[]::new);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Accept: */*", "X-Forwarded-For: 203.0.113.7", "Forwarded: for=203.0.113.7" })
	void traceOfATrustedPeerGoesOnWhateverHeadersSay(String header) throws Exception {
		SpanData span = sendFrom(TRUSTED, "/users/42", header);
		assertThat(span.getTraceId()).isEqualTo(TRACE_ID);
		assertThat(span.getLinks()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "Accept: */*", "X-Forwarded-For: " + TRUSTED, "Forwarded: for=" + TRUSTED })
	void traceOfAnotherPeerDoesNotWhateverHeadersSay(String header) throws Exception {
		isStrangers(sendFrom(STRANGER, "/users/42", header));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/users", "/users/", "//users", "/users/x%20y", "/users, /users", "/users/.." })
	void prefixInAHeaderMakesNoPathTrusted(String prefix) throws Exception {
		isStrangers(sendFrom(TRUSTED, "/strange/baggage", "X-Forwarded-Prefix: " + prefix));
	}

	private static void isStrangers(SpanData span) {
		assertThat(span.getTraceId()).isNotEqualTo(TRACE_ID);
		assertThat(span.getParentSpanId()).isEqualTo(SpanId.getInvalid());
		assertThat(span.getLinks()).extracting((LinkData link) -> link.getSpanContext().getTraceId())
			.isEqualTo(List.of(TRACE_ID));
	}

	private SpanData sendFrom(String address, String path, String header) throws Exception {
		try (Socket socket = new Socket()) {
			bind(socket, address);
			socket.connect(new InetSocketAddress(TRUSTED, this.port));
			socket.getOutputStream()
				.write(("GET " + CONTEXT_PATH + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + header
						+ "\r\ntraceparent: 00-" + TRACE_ID + "-00f067aa0ba902b7-01\r\n\r\n")
					.getBytes(StandardCharsets.US_ASCII));
			assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
				.startsWith("HTTP/1.1 ");
		}
		countRequest();
		return serverSpan();
	}

	private static void bind(Socket socket, String address) {
		try {
			socket.bind(new InetSocketAddress(address, 0));
		}
		catch (IOException ex) {
			Assumptions.abort("This machine has no address " + address);
		}
	}

}
