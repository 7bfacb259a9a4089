// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.http;

import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How every HTTP server is traced. A subclass starts one server with an application that
 * answers the paths used here.
 */
public abstract class HttpServerContractTest extends HttpServerTestSupport {

	private static final String TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736";

	private static final String PARENT_ID = "00f067aa0ba902b7";

	@Test
	void spanCarriesRequiredAndRecommendedAttributes() throws Exception {
		assertThat(send(request("/users/42?page=2").header("User-Agent", "contract/1")).statusCode()).isEqualTo(200);
		SpanData span = serverSpan();
		assertThat(span.getName()).isEqualTo("GET /app/users/{id}");
		assertThat(string(span, "http.request.method")).isEqualTo("GET");
		assertThat(string(span, "http.request.method_original")).isNull();
		assertThat(string(span, "url.scheme")).isEqualTo("http");
		assertThat(string(span, "url.path")).isEqualTo("/app/users/42");
		assertThat(string(span, "url.query")).isEqualTo("page=2");
		assertThat(string(span, "http.route")).isEqualTo("/app/users/{id}");
		assertThat(number(span, "http.response.status_code")).isEqualTo(200);
		assertThat(string(span, "server.address")).isEqualTo("127.0.0.1");
		assertThat(number(span, "server.port")).isEqualTo(this.port);
		assertThat(string(span, "client.address")).isEqualTo("127.0.0.1");
		assertThat(string(span, "network.peer.address")).isEqualTo("127.0.0.1");
		assertThat(number(span, "network.peer.port")).isPositive().isNotEqualTo(this.port);
		assertThat(string(span, "network.protocol.version")).isEqualTo("1.1");
		assertThat(string(span, "user_agent.original")).isEqualTo("contract/1");
		assertThat(string(span, "error.type")).isNull();
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		assertThat(span.getAttributes().size()).isEqualTo(13);
		assertSeen(span, "handler");
	}

	@Test
	void secretQueryValuesAreRedacted() throws Exception {
		get("/users/42?code=s3cr3t&page=2&API-Key=s3cr3t");
		assertThat(string(serverSpan(), "url.query")).isEqualTo("code=REDACTED&page=2&API-Key=REDACTED");
	}

	@Test
	void sessionIdInPathIsLeftOut() throws Exception {
		get("/users/42;jsessionid=s3cr3t");
		assertThat(string(serverSpan(), "url.path")).isEqualTo("/app/users/42");
	}

	@Test
	void unknownMethodIsOther() throws Exception {
		send(request("/users/42").method("BREW", HttpRequest.BodyPublishers.noBody()));
		SpanData span = serverSpan();
		assertThat(string(span, "http.request.method")).isEqualTo("_OTHER");
		assertThat(string(span, "http.request.method_original")).isEqualTo("BREW");
		assertThat(span.getName()).startsWith("HTTP").doesNotContain("BREW");
	}

	@Test
	void unmatchedRequestIsNamedByItsMethod() throws Exception {
		assertThat(get("/nowhere/4711").statusCode()).isEqualTo(404);
		SpanData span = serverSpan();
		assertThat(span.getName()).isEqualTo("GET");
		assertThat(string(span, "http.route")).isNull();
		assertThat(number(span, "http.response.status_code")).isEqualTo(404);
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		assertThat(span.getEvents()).isEmpty();
	}

	@Test
	void staticResourceHasBoundedName() throws Exception {
		assertThat(get("/static.txt").body()).isEqualTo("static\n");
		assertThat(serverSpan().getName()).isEqualTo("GET /app/**");
	}

	@Test
	void callersTraceGoesOn() throws Exception {
		send(request("/users/42").header("TraceParent", "00-" + TRACE_ID + "-" + PARENT_ID + "-01")
			.header("TRACESTATE", "a=1")
			.header("tracestate", "b=2"));
		SpanData span = serverSpan();
		assertThat(span.getTraceId()).isEqualTo(TRACE_ID);
		assertThat(span.getParentSpanId()).isEqualTo(PARENT_ID);
		assertThat(span.getParentSpanContext().isRemote()).isTrue();
		assertThat(span.getSpanContext().getTraceState().asMap()).containsEntry("a", "1").containsEntry("b", "2");
	}

	@Test
	void traceparentThatCameInTwiceStartsNewTrace() throws Exception {
		send(request("/users/42").header("traceparent", "00-" + TRACE_ID + "-" + PARENT_ID + "-01")
			.header("traceparent", "00-" + TRACE_ID + "-" + PARENT_ID + "-01"));
		assertStartsTrace(serverSpan());
	}

	@Test
	void malformedHeadersStartNewTraceAndNeverFailTheRequest() throws Exception {
		for (String traceparent : List.of("", "00", "ff-" + TRACE_ID + "-" + PARENT_ID + "-01",
				"00-" + "0".repeat(32) + "-" + PARENT_ID + "-01", "00-" + TRACE_ID + "-" + "x".repeat(16) + "-01",
				"-".repeat(4000))) {
			reset();
			HttpResponse<String> response = send(request("/users/42").header("traceparent", traceparent)
				.header("tracestate", "=,=,;;%%")
				.header("baggage", "=;=;,%zz=%,a"));
			assertThat(response.statusCode()).isEqualTo(200);
			assertStartsTrace(serverSpan());
		}
	}

	private static void assertStartsTrace(SpanData span) {
		assertThat(span.getParentSpanId()).isEqualTo(SpanId.getInvalid());
		assertThat(span.getTraceId()).isNotEqualTo(TRACE_ID);
	}

	@Test
	void baggageIsInTheContext() throws Exception {
		assertThat(send(request("/baggage").header("baggage", "greeting=hello")).body()).isEqualTo("hello");
		serverSpan();
	}

	@Test
	void requestOfAStrangerStartsATraceThatLinksToTheCallers() throws Exception {
		HttpResponse<String> response = send(fromCaller("/strange/baggage", "00"));
		assertThat(response.body()).isEqualTo("null");
		SpanData span = serverSpan();
		assertStartsTrace(span);
		assertThat(span.getSpanContext().getTraceState().isEmpty()).isTrue();
		assertThat(span.getLinks()).singleElement().satisfies((link) -> {
			assertThat(link.getSpanContext().getTraceId()).isEqualTo(TRACE_ID);
			assertThat(link.getSpanContext().getSpanId()).isEqualTo(PARENT_ID);
			assertThat(link.getSpanContext().isRemote()).isTrue();
		});
		assertThat(response.headers().firstValue("traceresponse").orElseThrow()).contains(span.getTraceId());
	}

	@Test
	void pathThatLeadsElsewhereIsAStrangers() throws Exception {
		send(fromCaller("/users/../strange/baggage", "01"));
		SpanData span = serverSpan();
		assertStartsTrace(span);
		assertThat(span.getLinks()).hasSize(1);
	}

	@Test
	void requestOfAStrangerWithoutTraceHasNoLink() throws Exception {
		assertThat(get("/strange/baggage").statusCode()).isEqualTo(200);
		assertThat(serverSpan().getLinks()).isEmpty();
	}

	@Test
	void ignoredRequestOfAStrangerPassesOnNothingOfTheCallers() throws Exception {
		assertThat(sendUntraced(fromCaller("/strange/ignored", "01")).body()).doesNotContain(TRACE_ID)
			.matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00");
	}

	private HttpRequest.Builder fromCaller(String path, String flags) {
		return request(path).header("traceparent", "00-" + TRACE_ID + "-" + PARENT_ID + "-" + flags)
			.header("tracestate", "a=1")
			.header("baggage", "greeting=hello");
	}

	@Test
	void callerThatDoesNotSampleIsFollowed() throws Exception {
		HttpResponse<String> response = sendUntraced(
				request("/users/42").header("traceparent", "00-" + TRACE_ID + "-" + PARENT_ID + "-00"));
		assertThat(response.headers().firstValue("traceresponse").orElseThrow())
			.matches("00-" + TRACE_ID + "-[0-9a-f]{16}-00");
	}

	@Test
	void responseCarriesTraceId() throws Exception {
		HttpResponse<String> response = get("/users/42");
		SpanData span = serverSpan();
		assertThat(response.headers().allValues("traceresponse"))
			.containsExactly("00-" + span.getTraceId() + "-" + span.getSpanId() + "-01");
	}

	@Test
	void responseOfAnErrorCarriesTraceId() throws Exception {
		HttpResponse<String> response = get("/fail");
		SpanData span = serverSpan();
		assertThat(response.headers().allValues("traceresponse"))
			.containsExactly("00-" + span.getTraceId() + "-" + span.getSpanId() + "-01");
	}

	@Test
	void uncaughtExceptionIsRecordedWithItsStatus() throws Exception {
		assertThat(get("/fail").statusCode()).isEqualTo(500);
		SpanData span = serverSpan();
		assertError(span, 500, IllegalStateException.class);
		assertThat(span.getName()).isEqualTo("GET /app/fail");
	}

	@Test
	void handledExceptionThatBecameServerErrorIsRecorded() throws Exception {
		assertThat(get("/handled/503").statusCode()).isEqualTo(503);
		SpanData span = serverSpan();
		assertError(span, 503, UnsupportedOperationException.class);
		assertSeen(span, "handler", "advice");
	}

	@Test
	void handledExceptionThatBecameClientErrorIsNoError() throws Exception {
		assertThat(get("/handled/409").statusCode()).isEqualTo(409);
		assertNoError(serverSpan(), 409);
	}

	@Test
	void responseStatusExceptionIsRecordedWhenServerError() throws Exception {
		assertThat(get("/status/502").statusCode()).isEqualTo(502);
		assertError(serverSpan(), 502, org.springframework.web.server.ResponseStatusException.class);
	}

	@Test
	void responseStatusExceptionOfClientErrorIsNoError() throws Exception {
		assertThat(get("/status/418").statusCode()).isEqualTo(418);
		assertNoError(serverSpan(), 418);
	}

	@Test
	void serverErrorWithoutExceptionIsAnError() throws Exception {
		assertThat(get("/plain/504").statusCode()).isEqualTo(504);
		SpanData span = serverSpan();
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(string(span, "error.type")).isEqualTo("504");
		assertThat(span.getEvents()).isEmpty();
	}

	@Test
	void streamedResponseEndsItsSpanWhenComplete() throws Exception {
		assertThat(get("/sse").body()).contains("data:1").contains("data:2");
		SpanData span = serverSpan();
		assertThat(span.getName()).isEqualTo("GET /app/sse");
		assertNoError(span, 200);
	}

	@Test
	void spanOfAStreamEndsWithItsLastEvent() throws Exception {
		try (InputStream body = open("/stream").body()) {
			assertThat(body.read()).isEqualTo('d');
			assertThat(serverSpans()).isEmpty();
			this.probe.release();
			assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8))
				.containsPattern("(?s)event.*event.*event");
		}
		SpanData span = serverSpan();
		assertNoError(span, 200);
		assertThat(span.getName()).isEqualTo("GET /app/stream");
		assertSeen(span, "event", "event", "event");
		assertThat(children(span, SpanKind.INTERNAL)).hasSize(3)
			.allSatisfy((event) -> assertThat(event.getEndEpochNanos()).isLessThanOrEqualTo(span.getEndEpochNanos()));
	}

	@Test
	protected void clientThatLeavesAStreamIsNoServerError() throws Exception {
		SpanData span = assertClientThatWentAwayIsNoServerError("/endless-stream");
		Awaitility.await().until(() -> !this.probe.seen().isEmpty());
		assertThat(this.probe.seen()).contains("cancelled=" + span.getSpanId());
		assertThat(span.getName()).isEqualTo("GET /app/endless-stream");
	}

	@Test
	void contextReachesOperatorsOnOtherThreads() throws Exception {
		assertThat(get("/operators").body()).isEqualTo("operators");
		SpanData span = serverSpan();
		assertSeen(span, "delay", "publishOn", "subscribeOn", "fromFuture");
		assertThat(children(span, SpanKind.INTERNAL)).extracting(SpanData::getName)
			.containsExactly("delay", "publishOn", "subscribeOn", "fromFuture");
	}

	@Test
	void reactiveAndBlockingCodeIsOneTrace() throws Exception {
		assertThat(get("/bridge").body()).isEqualTo("user 1");
		// The application has called itself
		countRequest();
		Awaitility.await().until(() -> serverSpans().size() == 2);
		SpanData front = only(serverSpans(), (span) -> span.getName().equals("GET /app/bridge"));
		SpanData call = only(children(front, SpanKind.CLIENT), (span) -> true);
		SpanData back = only(children(call, SpanKind.SERVER), (span) -> true);
		assertThat(call.getName()).isEqualTo("GET /app/users/{id}");
		assertThat(this.probe.seen()).containsExactly("before=" + front.getSpanId(), "handler=" + back.getSpanId(),
				"after=" + front.getSpanId());
	}

	@Test
	void functionalEndpointHasItsRoute() throws Exception {
		get("/functional/9");
		SpanData span = serverSpan();
		assertThat(span.getName()).isEqualTo("GET /app/functional/{id}");
		assertSeen(span, "handler");
	}

	@Test
	void nestedFunctionalEndpointHasItsWholeRoute() throws Exception {
		assertThat(get("/nested/7/parts/8").body()).isEqualTo("7 8");
		SpanData span = serverSpan();
		assertThat(span.getName()).isEqualTo("GET /app/nested/{id}/parts/{part}");
		assertThat(string(span, "http.route")).isEqualTo("/app/nested/{id}/parts/{part}");
	}

	@Test
	void clientThatWentAwayIsNoServerError() throws Exception {
		assertClientThatWentAwayIsNoServerError("/endless");
	}

	@Test
	void ignoredRequestHasNoSpanNorHasWhatItCalls() throws Exception {
		HttpResponse<String> response = sendUntraced(
				request("/ignored").header("traceparent", "00-" + TRACE_ID + "-" + PARENT_ID + "-01"));
		assertThat(response.body()).startsWith("00-" + TRACE_ID).endsWith("-00");
		assertThat(response.headers().firstValue("traceresponse")).isEmpty();
		get("/users/42");
		serverSpan();
		assertThat(this.probe.spans().getFinishedSpanItems()).hasSize(1);
	}

}
