// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.webflux;

import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.github.tracespring.autoconfigure.inbound.http.ServerProbe;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Without a server there is no connection to tell of, and all else.
 */
@SpringBootTest(classes = { WebFluxTestApplication.class, ServerProbe.class },
		properties = "spring.main.web-application-type=reactive")
class WebTestClientTest {

	@Autowired
	private ServerProbe probe;

	private WebTestClient client;

	@BeforeEach
	void setUp(@Autowired ApplicationContext context) {
		this.probe.spans().reset();
		this.client = WebTestClient.bindToApplicationContext(context).build();
	}

	private SpanData span() {
		assertThat(this.probe.spans().getFinishedSpanItems()).hasSize(1);
		return this.probe.spans().getFinishedSpanItems().get(0);
	}

	@Test
	void requestHasItsSpan() {
		this.client.get().uri("/users/1").exchange().expectStatus().isOk().expectHeader().exists("traceresponse");
		assertThat(span().getName()).isEqualTo("GET /users/{id}");
	}

	@Test
	void uncaughtExceptionIsServerError() {
		this.client.get().uri("/fail").exchange().expectStatus().is5xxServerError();
		WebFluxServerContractTest.assertError(span(), 500, IllegalStateException.class);
	}

}
