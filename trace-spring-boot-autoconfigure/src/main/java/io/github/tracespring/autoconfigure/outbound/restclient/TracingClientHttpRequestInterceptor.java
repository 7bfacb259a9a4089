// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.restclient;

import java.io.IOException;
import java.util.Map;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapSetter;

import io.github.tracespring.autoconfigure.outbound.http.HttpClientHandler;
import io.github.tracespring.autoconfigure.outbound.http.HttpClientSpan;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.web.client.RestTemplate;

/**
 * Traces the calls of RestTemplate and RestClient, from the last place in the chain of
 * interceptors: an interceptor before it that sends the request again has a span for each
 * attempt. (Spring 6.2 skips all that follows such an interceptor from the second attempt
 * on; those attempts carry the first one's headers and have no span.)
 *
 * @param handler decides about the spans
 * @param restTemplate the template that this is for, or {@code null} for a RestClient
 */
record TracingClientHttpRequestInterceptor(HttpClientHandler handler,
		RestTemplate restTemplate) implements ClientHttpRequestInterceptor {

	private static final String SENT = TracingClientHttpRequestInterceptor.class.getName() + ".sent";

	private static final TextMapSetter<HttpHeaders> SETTER = HttpHeaders::set;

	@Override
	public ClientHttpResponse intercept(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
			throws IOException {
		HttpClientSpan span = start(request);
		Scope scope = span.makeCurrent();
		try {
			ClientHttpResponse response = execution.execute(request, body);
			end(span, response);
			return response;
		}
		catch (Throwable ex) {
			span.fail(ex);
			throw ex;
		}
		finally {
			scope.close();
		}
	}

	private HttpClientSpan start(HttpRequest request) {
		try {
			Map<String, Object> attributes = request.getAttributes();
			int sent = (attributes.get(SENT) instanceof Integer count) ? count : 0;
			attributes.put(SENT, sent + 1);
			HttpClientSpan span = this.handler.start(Context.current(), request.getMethod().name(), request.getURI(),
					KnownUriTemplate.of(request, this.restTemplate), sent);
			span.inject(request.getHeaders(), SETTER);
			return span;
		}
		catch (RuntimeException | LinkageError ex) {
			return HttpClientSpan.none(ex);
		}
	}

	/** The caller gets the response even if its status can not be read. */
	private static void end(HttpClientSpan span, ClientHttpResponse response) {
		try {
			span.end(response.getStatusCode().value());
		}
		catch (IOException | RuntimeException | LinkageError ex) {
			span.fail(ex);
		}
	}

}
