// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.benchmarks.jmh;

import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;

/**
 * Spans as the servlet filter makes them.
 */
final class FinishedSpans {

	private FinishedSpans() {
	}

	static List<ReadableSpan> make(int count) {
		Resource resource = Resource.getDefault()
			.merge(Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "benchmark")));
		List<ReadableSpan> spans = new ArrayList<>();
		try (SdkTracerProvider provider = SdkTracerProvider.builder().setResource(resource).build()) {
			Tracer tracer = provider.get("benchmark");
			Context parent = Context.root().with(tracer.spanBuilder("parent").startSpan());
			for (int i = 0; i < count; i++) {
				spans.add((ReadableSpan) span(tracer, parent, i));
			}
		}
		return spans;
	}

	private static Span span(Tracer tracer, Context parent, int i) {
		Span span = tracer.spanBuilder("GET /users/{id}").setParent(parent).setSpanKind(SpanKind.SERVER).startSpan();
		span.setAttribute("http.request.method", "GET");
		span.setAttribute("url.scheme", "http");
		span.setAttribute("url.path", "/users/" + i);
		span.setAttribute("url.query", "page=3&size=20");
		span.setAttribute("user_agent.original", "Mozilla/5.0 (X11; Linux x86_64)");
		span.setAttribute("server.address", "users.example");
		span.setAttribute("server.port", 8080);
		span.setAttribute("client.address", "192.0.2.17");
		span.setAttribute("network.peer.address", "192.0.2.17");
		span.setAttribute("network.peer.port", 40_000 + i);
		span.setAttribute("network.protocol.version", "1.1");
		span.setAttribute("http.route", "/users/{id}");
		span.setAttribute("http.response.status_code", 200);
		span.end();
		return span;
	}

}
