// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.servlet;

import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.github.tracespring.autoconfigure.inbound.http.ServerProbe;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.MvcResult;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.asyncDispatch;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

/**
 * Where no container says that a request is over, the last dispatch is the end.
 */
@SpringBootTest(classes = { ServletTestApplication.class, ServerProbe.class })
class MockMvcTest {

	@Autowired
	private ServerProbe probe;

	private MockMvc mvc;

	@BeforeEach
	void setUp(@Autowired WebApplicationContext context,
			@Autowired FilterRegistrationBean<TracingFilter> registration) {
		this.probe.spans().reset();
		this.mvc = MockMvcBuilders.webAppContextSetup(context).addFilters(registration.getFilter()).build();
	}

	private SpanData span() {
		assertThat(this.probe.spans().getFinishedSpanItems()).hasSize(1);
		return this.probe.spans().getFinishedSpanItems().get(0);
	}

	@Test
	void requestHasItsSpan() throws Exception {
		this.mvc.perform(get("/users/1"));
		assertThat(span().getName()).isEqualTo("GET /users/{id}");
	}

	@Test
	void asynchronousRequestHasItsSpan() throws Exception {
		MvcResult result = this.mvc.perform(get("/callable")).andReturn();
		assertThat(this.mvc.perform(asyncDispatch(result)).andReturn().getResponse().getContentAsString())
			.isEqualTo("callable");
		assertThat(span().getName()).isEqualTo("GET /callable");
	}

	@Test
	void uncaughtExceptionIsServerError() {
		assertThatException().isThrownBy(() -> this.mvc.perform(get("/fail")));
		ServletServerContractTest.assertError(span(), 500, IllegalStateException.class);
	}

}
