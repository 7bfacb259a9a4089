// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.sample;

import java.net.http.HttpResponse;

import org.junit.jupiter.api.Test;
import zipkin2.Annotation;
import zipkin2.Span;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * End to end: what a real Zipkin knows after a request to the sample.
 */
class ZipkinTests extends AbstractZipkinTests {

	@Test
	void oneRequestIsOneTraceAcrossThreadsAndCalls() {
		HttpResponse<String> response = get("/home");
		assertThat(response.statusCode()).isEqualTo(200);
		Trace trace = zipkin.awaitTrace(Http.traceId(response), (found) -> assertThat(found.tree()).isEqualTo("""
				SERVER get /home [sample-app]
				  CLIENT get /async [sample-app]
				    SERVER get /async [sample-app]
				  CLIENT get /service [sample-app]
				    SERVER get /service [sample-app]
				      - prepare query [sample-app]
				      CLIENT get /db [sample-app]
				        SERVER get /db [sample-app]
				"""));
		assertThat(trace.spans()).hasSize(8).allSatisfy((span) -> {
			assertThat(span.duration()).isPositive();
			assertThat(span.tags()).doesNotContainKey("error");
		});
		Span home = trace.span(Span.Kind.SERVER, "get /home");
		Span service = trace.span(Span.Kind.CLIENT, "get /service");
		assertThat(service.timestampAsLong()).isGreaterThanOrEqualTo(home.timestampAsLong());
		assertThat(service.durationAsLong()).isLessThanOrEqualTo(home.durationAsLong());
	}

	@Test
	void spansSayWhatHappened() {
		HttpResponse<String> response = get("/service");
		Trace trace = zipkin.awaitTrace(Http.traceId(response), (found) -> assertThat(found.spans()).hasSize(4));
		Span server = trace.span(Span.Kind.SERVER, "get /service");
		assertThat(server.tags()).containsEntry("http.request.method", "GET")
			.containsEntry("http.route", "/service")
			.containsEntry("url.path", "/service")
			.containsEntry("http.response.status_code", "200")
			.containsEntry("server.port", String.valueOf(port()))
			.containsEntry("client.address", "127.0.0.1");
		Span client = trace.span(Span.Kind.CLIENT, "get /db");
		assertThat(client.tags()).containsEntry("http.request.method", "GET")
			.containsEntry("url.full", "http://localhost:" + port() + "/db?user=1")
			.containsEntry("url.template", "/db")
			.containsEntry("http.response.status_code", "200");
		assertThat(client.remoteServiceName()).isEqualTo("localhost");
		assertThat(client.remoteEndpoint().portAsInt()).isEqualTo(port());
	}

	@Test
	void spanSetByHandHasItsTagAndEvent() {
		HttpResponse<String> response = get("/service");
		Trace trace = zipkin.awaitTrace(Http.traceId(response), (found) -> assertThat(found.spans()).hasSize(4));
		Span manual = trace.span(null, "prepare query");
		assertThat(manual.tags()).containsEntry("sample.user", "1");
		assertThat(manual.annotations()).extracting(Annotation::value).containsExactly("cache miss");
		assertThat(manual.parentId()).isEqualTo(trace.span(Span.Kind.SERVER, "get /service").id());
	}

	@Test
	void failureIsAnErrorWithItsException() {
		HttpResponse<String> response = get("/fail");
		assertThat(response.statusCode()).isEqualTo(500);
		Trace trace = zipkin.awaitTrace(Http.traceId(response), (found) -> assertThat(found.spans()).hasSize(1));
		Span span = trace.span(Span.Kind.SERVER, "get /fail");
		assertThat(span.tags()).containsEntry("http.response.status_code", "500")
			.containsEntry("error.type", "java.lang.IllegalStateException")
			.containsKey("error");
		assertThat(span.annotations()).extracting(Annotation::value)
			.anySatisfy((event) -> assertThat(event).contains("exception"));
	}

	@Test
	void pageIsOneSpan() {
		HttpResponse<String> response = get("/");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).contains("href=\"home\"", "href=\"fail\"");
		Trace trace = zipkin.awaitTrace(Http.traceId(response), (found) -> assertThat(found.spans()).hasSize(1));
		assertThat(trace.spans().get(0).kind()).isEqualTo(Span.Kind.SERVER);
	}

	@Test
	void twoServicesShareTheTrace() {
		try (ConfigurableApplicationContext front = new SpringApplicationBuilder(SampleApplication.class).run(
				"--server.port=0", "--sample.service=sample-app", "--telemetry.name=front",
				"--sample.peer=http://localhost:" + port(), "--telemetry.batcher=zipkin",
				"--telemetry.endpoint=" + zipkin.endpoint(), "--telemetry.batch.schedule-delay=100ms")) {
			int frontPort = front.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
			HttpResponse<String> response = Http.get("http://localhost:" + frontPort + "/home");
			zipkin.awaitTrace(Http.traceId(response), (found) -> assertThat(found.tree()).isEqualTo("""
					SERVER get /home [front]
					  CLIENT get /async [front]
					    SERVER get /async [sample-app]
					  CLIENT get /service [front]
					    SERVER get /service [sample-app]
					      - prepare query [sample-app]
					      CLIENT get /db [sample-app]
					        SERVER get /db [sample-app]
					"""));
		}
		HttpResponse<String> afterwards = get("/db");
		zipkin.awaitTrace(Http.traceId(afterwards), (found) -> assertThat(found.spans()).hasSize(1));
	}

}
