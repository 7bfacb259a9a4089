// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.webflux;

import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

import io.netty.util.concurrent.EventExecutor;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import reactor.netty.http.HttpResources;
import reactor.netty.resources.LoopResources;

import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The contract on Reactor Netty.
 */
class ReactorNettyServerTest extends WebFluxServerContractTest {

	@Override
	Class<?> container() {
		return Netty.class;
	}

	@Override
	protected String[] properties() {
		return java.util.stream.Stream
			.concat(java.util.Arrays.stream(super.properties()),
					java.util.stream.Stream.of("server.http2.enabled=true"))
			.toArray(String[]::new);
	}

	@Override
	void checkThreads() throws Exception {
		for (EventExecutor loop : HttpResources.get().onServer(LoopResources.DEFAULT_NATIVE)) {
			loop.submit(() -> this.probe.checkThread("after the request")).get();
		}
	}

	@Test
	void clientThatDoesNotWaitForTheResponseIsNoServerError() throws Exception {
		try (Socket socket = new Socket("127.0.0.1", uri("/").getPort())) {
			socket.setSoLinger(true, 0);
			socket.getOutputStream()
				.write(("GET " + CONTEXT_PATH + "/never HTTP/1.1\r\nHost: localhost\r\n\r\n")
					.getBytes(StandardCharsets.US_ASCII));
			Awaitility.await().until(() -> !this.probe.seen().isEmpty());
		}
		countRequest();
		SpanData span = serverSpan();
		assertThat(span.getName()).isEqualTo("GET /app/never");
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		assertThat(number(span, "http.response.status_code")).isNull();
		assertThat(span.getEvents()).isEmpty();
		assertSeen(span, "handler", "cancelled");
	}

	@Test
	void http2IsTold() throws Exception {
		HttpResponse<String> response = HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_2)
			.build()
			.send(request("/users/1").build(), HttpResponse.BodyHandlers.ofString());
		countRequest();
		assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
		assertThat(string(serverSpan(), "network.protocol.version")).isEqualTo("2");
	}

	@Configuration(proxyBeanMethods = false)
	static class Netty {

		@Bean
		NettyReactiveWebServerFactory webServerFactory() {
			return new NettyReactiveWebServerFactory();
		}

	}

}
