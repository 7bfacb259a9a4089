// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.benchmarks.app.floor;

import java.io.IOException;
import java.net.URI;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapPropagator;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;

/**
 * The least that a client span takes. It does not know the URI template.
 */
final class FloorInterceptor implements ClientHttpRequestInterceptor {

	private final Tracer tracer;

	private final TextMapPropagator propagator;

	FloorInterceptor(OpenTelemetry openTelemetry) {
		this.tracer = openTelemetry.getTracer("floor");
		this.propagator = openTelemetry.getPropagators().getTextMapPropagator();
	}

	@Override
	public ClientHttpResponse intercept(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
			throws IOException {
		String method = request.getMethod().name();
		Span span = this.tracer.spanBuilder(method).setSpanKind(SpanKind.CLIENT).startSpan();
		if (span.isRecording()) {
			URI uri = request.getURI();
			span.setAttribute(Keys.METHOD, method);
			span.setAttribute(Keys.URL_FULL, uri.toString());
			span.setAttribute(Keys.SERVER_ADDRESS, uri.getHost());
			span.setAttribute(Keys.SERVER_PORT, uri.getPort());
		}
		try (Scope scope = span.makeCurrent()) {
			this.propagator.inject(Context.current(), request.getHeaders(), HttpHeaders::set);
			ClientHttpResponse response = execution.execute(request, body);
			span.setAttribute(Keys.STATUS_CODE, response.getStatusCode().value());
			return response;
		}
		catch (IOException | RuntimeException ex) {
			span.setStatus(StatusCode.ERROR).recordException(ex);
			throw ex;
		}
		finally {
			span.end();
		}
	}

}
