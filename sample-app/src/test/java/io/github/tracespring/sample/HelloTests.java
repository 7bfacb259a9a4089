// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.sample;

import java.net.http.HttpResponse;

import org.junit.jupiter.api.Test;
import zipkin2.Annotation;
import zipkin2.Span;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Say hello, end to end: spans by hand in three services, and baggage between them.
 */
class HelloTests extends AbstractZipkinTests {

	private static final String TREE = """
			SERVER get /hello [sample-app]
			  - say-hello [sample-app]
			    CLIENT get /format [sample-app]
			      SERVER get /format [sample-app]
			        - format [sample-app]
			          CLIENT get /publish [sample-app]
			            SERVER get /publish [sample-app]
			              - publish [sample-app]
			""";

	@Test
	void eachSpanHasItsTagAndLog() {
		Trace trace = sayHello("Hello, World!", "/hello");
		Span client = trace.span(null, "say-hello");
		assertThat(client.tags()).containsEntry("hello-to", "World");
		assertThat(event(client)).contains("said hello", "Hello, World!");
		Span formatter = trace.span(null, "format");
		assertThat(formatter.tags()).containsEntry("hello-to", "World");
		assertThat(event(formatter)).contains("formatted", "Hello, World!");
		Span publisher = trace.span(null, "publish");
		assertThat(publisher.tags()).containsEntry("hello-text", "Hello, World!");
		assertThat(event(publisher)).contains("published", "Hello, World!");
	}

	@Test
	void baggageReachesTheFormatterAndIsOnAllSpansBelow() {
		Trace trace = sayHello("Bonjour, Ada!", "/hello?name=Ada&greeting=Bonjour");
		Span root = trace.span(Span.Kind.SERVER, "get /hello");
		assertThat(root.tags()).doesNotContainKey("greeting");
		assertThat(trace.spans()).filteredOn((span) -> !span.id().equals(root.id()))
			.allSatisfy((span) -> assertThat(span.tags()).containsEntry("greeting", "Bonjour"));
	}

	private Trace sayHello(String answer, String path) {
		HttpResponse<String> response = get(path);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).isEqualTo(answer);
		return zipkin.awaitTrace(Http.traceId(response), (found) -> assertThat(found.tree()).isEqualTo(TREE));
	}

	private static String event(Span span) {
		assertThat(span.annotations()).hasSize(1);
		return span.annotations().stream().map(Annotation::value).findFirst().orElseThrow();
	}

}
