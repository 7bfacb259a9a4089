// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.servlet;

import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.tracespring.autoconfigure.inbound.http.HttpServerContractTest;

import org.springframework.boot.WebApplicationType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a servlet container adds to the contract: dispatches.
 */
abstract class ServletServerContractTest extends HttpServerContractTest {

	@Override
	protected WebApplicationType type() {
		return WebApplicationType.SERVLET;
	}

	@Override
	protected String[] properties() {
		return new String[] { "server.servlet.context-path=" + CONTEXT_PATH,
				"telemetry.ignore-paths=/ignored,/strange/ignored" };
	}

	abstract Class<?> container();

	@Override
	protected Class<?>[] application() {
		return new Class<?>[] { ServletTestApplication.class, container() };
	}

	@ParameterizedTest
	@ValueSource(strings = { "callable", "deferred", "future", "streaming" })
	void asynchronousResultHasOneSpan(String kind) throws Exception {
		assertThat(get("/" + kind).body()).isEqualTo(kind);
		SpanData span = serverSpan();
		assertThat(span.getName()).isEqualTo("GET /app/" + kind);
		assertNoError(span, 200);
	}

	@Test
	void asynchronousExceptionIsRecorded() throws Exception {
		assertThat(get("/callable-fail").statusCode()).isEqualTo(500);
		SpanData span = serverSpan();
		assertError(span, 500, IllegalStateException.class);
		assertThat(span.getName()).isEqualTo("GET /app/callable-fail");
		assertSeen(span, "error page");
	}

	@Test
	void contextIsCurrentInAdviceOfAsynchronousDispatch() throws Exception {
		assertThat(get("/deferred-handled").statusCode()).isEqualTo(503);
		SpanData span = serverSpan();
		assertError(span, 503, UnsupportedOperationException.class);
		assertSeen(span, "advice");
	}

	@Test
	void asynchronousTimeoutIsServerError() throws Exception {
		assertThat(get("/deferred-timeout").statusCode()).isEqualTo(503);
		SpanData span = serverSpan();
		assertThat(number(span, "http.response.status_code")).isEqualTo(503);
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
	}

	@Test
	void servletTimeoutIsServerError() throws Exception {
		assertThat(get("/raw/timeout").statusCode()).isEqualTo(500);
		SpanData span = serverSpan();
		assertThat(number(span, "http.response.status_code")).isEqualTo(500);
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertSeen(span, "REQUEST /timeout", "error page");
	}

	@Test
	void asynchronousServletHasOneSpan() throws Exception {
		assertThat(get("/raw/complete").body()).isEqualTo("complete");
		SpanData span = serverSpan();
		assertThat(span.getName()).isEqualTo("GET /app/raw/*");
		assertSeen(span, "REQUEST /complete");
	}

	@Test
	void nestedAsynchronousDispatchesHaveOneSpanThatIsCurrentOnEach() throws Exception {
		assertThat(get("/raw/nested").body()).isEqualTo("nested");
		assertSeen(serverSpan(), "REQUEST /nested", "ASYNC /nested", "ASYNC /nested");
	}

	@Test
	void forwardHasOneSpanNamedByTheRouteThatWasRequested() throws Exception {
		assertThat(get("/forward").body()).isEqualTo("user 7");
		SpanData span = serverSpan();
		assertThat(span.getName()).isEqualTo("GET /app/forward");
		assertSeen(span, "forwarding", "handler");
	}

	@Test
	void forwardKeepsTheSpanThatIsCurrent() throws Exception {
		assertThat(get("/nested-scope").body()).isEqualTo("user 8");
		serverSpan();
		assertSeen(innerSpan(), "handler");
	}

	private SpanData innerSpan() {
		return this.probe.spans()
			.getFinishedSpanItems()
			.stream()
			.filter((span) -> span.getKind() == SpanKind.INTERNAL)
			.findFirst()
			.orElseThrow();
	}

	@Test
	void includeHasOneSpan() throws Exception {
		assertThat(get("/raw/include").body()).isEqualTo("user 1user 2");
		SpanData span = serverSpan();
		assertThat(span.getName()).isEqualTo("GET /app/raw/*");
		assertSeen(span, "REQUEST /include", "handler", "handler");
	}

	@Test
	void errorPageIsPartOfTheSpan() throws Exception {
		get("/fail");
		SpanData span = serverSpan();
		assertSeen(span, "error page");
		assertThat(span.getName()).isEqualTo("GET /app/fail");
		assertThat(innerSpan().getParentSpanId()).isEqualTo(span.getSpanId());
		assertThat(span.getEndEpochNanos()).isGreaterThanOrEqualTo(innerSpan().getEndEpochNanos());
	}

	@Test
	void errorSentByServletIsServerError() throws Exception {
		assertThat(get("/raw/send-error").statusCode()).isEqualTo(507);
		SpanData span = serverSpan();
		assertThat(string(span, "error.type")).isEqualTo("507");
		assertSeen(span, "REQUEST /send-error", "error page");
	}

	@Test
	void exceptionAfterTheResponseIsCommittedIsRecorded() throws Exception {
		List<Object> outcome = new ArrayList<>();
		try {
			outcome.add(get("/raw/committed").statusCode());
		}
		catch (java.io.IOException ex) {
			// A container may break the connection off
			outcome.add(ex);
			countRequest();
		}
		SpanData span = serverSpan();
		assertThat(outcome).hasSize(1);
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(exception(span)).isInstanceOf(IllegalStateException.class);
		assertThat(number(span, "http.response.status_code")).isEqualTo(200);
	}

	@Test
	void clientThatWentAwayFromServletIsNoServerError() throws Exception {
		assertClientThatWentAwayIsNoServerError("/raw/endless");
	}

	@Test
	void errorPageIsNotTheRouteOfRequestThatFilterDenied() throws Exception {
		assertThat(get("/denied").statusCode()).isEqualTo(403);
		SpanData span = serverSpan();
		assertThat(span.getName()).isEqualTo("GET");
		assertSeen(span, "error page");
	}

}
