// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.webflux;

import java.net.http.HttpRequest;

import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.github.tracespring.autoconfigure.inbound.http.HttpServerContractTest;

import org.springframework.boot.WebApplicationType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What WebFlux adds to the contract: operators, cancellation and its own exception
 * handlers.
 */
abstract class WebFluxServerContractTest extends HttpServerContractTest {

	@Override
	protected WebApplicationType type() {
		return WebApplicationType.REACTIVE;
	}

	@Override
	protected String[] properties() {
		return new String[] { "spring.webflux.base-path=" + CONTEXT_PATH,
				"telemetry.ignore-paths=/ignored,/strange/ignored", "spring.reactor.netty.shutdown-quiet-period=0s" };
	}

	abstract Class<?> container();

	@Override
	protected Class<?>[] application() {
		return new Class<?>[] { WebFluxTestApplication.class, container() };
	}

	/** Has {@link #probe} look at the threads that handled requests. */
	abstract void checkThreads() throws Exception;

	@AfterEach
	void lookForWhatIsLeftOnThreads() throws Exception {
		checkThreads();
	}

	@Test
	void errorOfFunctionalEndpointIsRecorded() throws Exception {
		assertThat(get("/functional/9/fail").statusCode()).isEqualTo(500);
		SpanData span = serverSpan();
		assertError(span, 500, IllegalStateException.class);
		assertThat(span.getName()).isEqualTo("GET /app/functional/{id}/fail");
		assertSeen(span, "exception handler");
	}

	/** What Spring Cloud Gateway leaves in the exchange. */
	@Test
	void routeOfAGatewayIsThePathThatMatched() throws Exception {
		assertThat(get("/gateway/7").body()).isEqualTo("gateway");
		assertThat(serverSpan().getName()).isEqualTo("GET /app/gateway/**");
	}

	@Test
	void contextIsCurrentWhileTheBodyIsRead() throws Exception {
		assertThat(send(request("/echo").POST(HttpRequest.BodyPublishers.ofString("x".repeat(1 << 20)))).body())
			.hasSize(1 << 20);
		SpanData span = serverSpan();
		assertThat(this.probe.seen()).hasSizeGreaterThan(1).containsOnly("part=" + span.getSpanId());
	}

	@Test
	void contextIsCurrentForEachEvent() throws Exception {
		get("/sse");
		assertSeen(serverSpan(), "event", "event");
	}

	@Test
	void contextIsCurrentForEventsThatTheServerAsksFor() throws Exception {
		get("/much");
		assertSeen(serverSpan(), java.util.Collections.nCopies(300, "event").toArray(String[]::new));
	}

	@Test
	void errorAfterTheResponseIsCommittedIsRecorded() throws Exception {
		try {
			get("/sse-fail");
		}
		catch (java.io.IOException ex) {
			// The server breaks the connection off
			countRequest();
		}
		SpanData span = serverSpan();
		assertError(span, 200, IllegalStateException.class);
	}

	@Test
	void fatalErrorIsRecorded() throws Exception {
		try {
			// The JDK's client sends no POST twice
			send(request("/fatal").POST(HttpRequest.BodyPublishers.noBody()));
		}
		catch (java.io.IOException ex) {
			// It is nobody's to answer
			countRequest();
		}
		assertError(serverSpan(), 500, StackOverflowError.class);
	}

	@Test
	void handledErrorOfOperatorThatBecameServerErrorIsRecorded() throws Exception {
		assertThat(get("/handled-later/503").statusCode()).isEqualTo(503);
		SpanData span = serverSpan();
		assertError(span, 503, UnsupportedOperationException.class);
		assertSeen(span, "operator", "advice");
	}

	@Test
	void handledErrorIsTheOneRecordedOfSeveral() throws Exception {
		assertThat(get("/handled-signal/503").statusCode()).isEqualTo(503);
		assertError(serverSpan(), 503, UnsupportedOperationException.class);
	}

	@Test
	void handledErrorOfOperatorThatBecameClientErrorIsNoError() throws Exception {
		assertThat(get("/handled-later/409").statusCode()).isEqualTo(409);
		assertNoError(serverSpan(), 409);
	}

	@Test
	void handledExceptionAfterTheBodyWasReadIsRecorded() throws Exception {
		assertThat(send(request("/handled-body").POST(HttpRequest.BodyPublishers.ofString("503"))).statusCode())
			.isEqualTo(503);
		SpanData span = serverSpan();
		assertError(span, 503, UnsupportedOperationException.class);
		assertSeen(span, "handler", "advice");
	}

	@Test
	void errorThatTheApplicationAnsweredItselfIsNotRecorded() throws Exception {
		assertThat(get("/answered/504").statusCode()).isEqualTo(504);
		SpanData span = serverSpan();
		assertThat(string(span, "error.type")).isEqualTo("504");
		assertThat(span.getEvents()).isEmpty();
	}

	@Test
	void errorThatWebExceptionHandlerAnsweredIsRecordedWhenServerError() throws Exception {
		assertThat(get("/web-handled/501").statusCode()).isEqualTo(501);
		SpanData span = serverSpan();
		assertError(span, 501, ArithmeticException.class);
		assertSeen(span, "exception handler");
		assertThat(span.getName()).isEqualTo("GET /app/web-handled/{status}");
	}

	@Test
	void errorThatWebExceptionHandlerAnsweredAsClientErrorIsNoError() throws Exception {
		assertThat(get("/web-handled/410").statusCode()).isEqualTo(410);
		assertNoError(serverSpan(), 410);
	}

	@Test
	void errorOfFilterIsRecorded() throws Exception {
		assertThat(get("/filter-fail").statusCode()).isEqualTo(500);
		SpanData span = serverSpan();
		assertError(span, 500, IllegalStateException.class);
		assertThat(span.getName()).isEqualTo("GET");
		assertSeen(span, "exception handler");
	}

	@Test
	void requestThatFilterDeniedIsNamedByItsMethod() throws Exception {
		assertThat(get("/denied").statusCode()).isEqualTo(403);
		SpanData span = serverSpan();
		assertThat(span.getName()).isEqualTo("GET");
		assertNoError(span, 403);
		assertSeen(span, "filter");
	}

}
