// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.http;

import java.io.IOException;
import java.net.URI;

import org.eclipse.jetty.io.EofException;
import org.junit.jupiter.api.Test;
import reactor.netty.channel.AbortedException;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.reactive.function.client.WebClientRequestException;

import static org.assertj.core.api.Assertions.assertThat;

class ClientGoneTest {

	@Test
	void serversSaySoInTheirOwnExceptions() {
		assertThat(ClientGone.is(new EofException())).isTrue();
		assertThat(ClientGone.is(new IllegalStateException(AbortedException.beforeSend()))).isTrue();
		assertThat(ClientGone.is(new IOException("Broken pipe"))).isTrue();
	}

	@Test
	void anyOtherErrorIsTheServers() {
		assertThat(ClientGone.is(null)).isFalse();
		assertThat(ClientGone.is(new IOException("disk full"))).isFalse();
	}

	@Test
	void connectionThatTheApplicationMadeIsNotItsClients() {
		assertThat(ClientGone.is(new WebClientRequestException(AbortedException.beforeSend(), HttpMethod.GET,
				URI.create("http://users"), HttpHeaders.EMPTY)))
			.isFalse();
		assertThat(ClientGone.is(new ResourceAccessException("users", new IOException("Broken pipe")))).isFalse();
	}

}
