// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.viewer;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import zipkin2.Annotation;
import zipkin2.Span;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * How the application's spans look in the viewer, and what that costs the application.
 */
class ViewedSpansTests {

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.Kind.TOMCAT.start("telemetry.resource.deployment.environment.name=test");
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private static Tracer tracer() {
		return server.context().getBean(Tracer.class);
	}

	private static List<Span> view(String traceId) {
		return Client.spans(Client.get(server.url("/telemetry/api/v2/trace/" + traceId)));
	}

	private static Span view(io.opentelemetry.api.trace.Span span) {
		List<Span> spans = view(span.getSpanContext().getTraceId());
		assertThat(spans).hasSize(1);
		return spans.get(0);
	}

	@Test
	void requestReadsWell() {
		String traceId = Client.traceId(Client.get(server.url("/hello")));
		List<Span> spans = await().until(() -> view(traceId), (found) -> found.size() == 2);
		Span root = spans.stream().filter((span) -> span.parentId() == null).findFirst().orElseThrow();
		assertThat(root.localServiceName()).isEqualTo("viewed");
		assertThat(root.kind()).isEqualTo(Span.Kind.SERVER);
		assertThat(root.name()).isEqualTo("get /hello");
		assertThat(root.tags()).containsEntry("http.response.status_code", "200")
			.containsEntry("deployment.environment.name", "test")
			.containsEntry("telemetry.sdk.language", "java")
			.containsEntry("otel.scope.name", "io.github.tracespring")
			.doesNotContainKey("error");
		Span greet = spans.stream().filter((span) -> span.parentId() != null).findFirst().orElseThrow();
		assertThat(greet.parentId()).isEqualTo(root.id());
		assertThat(greet.annotations()).extracting(Annotation::value).containsExactly("greeted");
	}

	@Test
	void timesAreInMicroseconds() {
		io.opentelemetry.api.trace.Span span = tracer().spanBuilder("timed")
			.setStartTimestamp(System.currentTimeMillis() - 1000, TimeUnit.MILLISECONDS)
			.startSpan();
		span.end(System.currentTimeMillis(), TimeUnit.MILLISECONDS);
		assertThat(view(span).durationAsLong()).isBetween(900_000L, 1_100_000L);
		assertThat(view(span).timestampAsLong() / 1000).isBetween(System.currentTimeMillis() - 10_000,
				System.currentTimeMillis());
	}

	@ParameterizedTest
	@CsvSource({ "peer.service,orders,orders", "server.address,db.example,db.example", "db.system.name,mysql,mysql" })
	void otherSideIsTheRemoteService(String attribute, String value, String remote) {
		io.opentelemetry.api.trace.Span span = tracer().spanBuilder("call")
			.setSpanKind(SpanKind.CLIENT)
			.setAttribute(attribute, value)
			.startSpan();
		span.end();
		assertThat(view(span).remoteServiceName()).isEqualTo(remote);
		assertThat(view(span).kind()).isEqualTo(Span.Kind.CLIENT);
	}

	@Test
	void errorSaysItsException() {
		io.opentelemetry.api.trace.Span span = tracer().spanBuilder("fail").startSpan();
		span.recordException(new IllegalStateException("broken"));
		span.setStatus(StatusCode.ERROR);
		span.end();
		assertThat(view(span).tags()).containsEntry("error", "java.lang.IllegalStateException: broken")
			.hasEntrySatisfying("exception.stacktrace", (trace) -> assertThat(trace).contains("ViewedSpansTests"));
		assertThat(view(span).annotations()).extracting(Annotation::value)
			.containsExactly("exception: java.lang.IllegalStateException: broken");
	}

	@Test
	void requestsDoNotWaitForTheStore() {
		TraceStore store = server.store();
		synchronized (store) {
			synchronized (store.storage()) {
				for (int i = 0; i < 100; i++) {
					assertThat(Client.get(server.url("/hello")).statusCode()).isEqualTo(200);
				}
			}
		}
		String traceId = Client.traceId(Client.get(server.url("/hello")));
		await().atMost(Duration.ofSeconds(2)).until(() -> view(traceId).size() == 2);
	}

	@Test
	void traceShowsWithinASecondThoughNobodyAsks() {
		String traceId = Client.traceId(Client.get(server.url("/hello")));
		await().atMost(Duration.ofSeconds(1))
			.until(() -> TraceStore.get(server.store().storage().getTrace(traceId)).size() == 2);
	}

}
