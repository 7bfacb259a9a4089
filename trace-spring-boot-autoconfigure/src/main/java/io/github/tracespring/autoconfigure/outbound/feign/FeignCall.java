// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.feign;

import java.net.URI;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import feign.MethodMetadata;
import feign.Request;
import feign.RequestTemplate;
import feign.Response;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapSetter;

import io.github.tracespring.autoconfigure.outbound.http.HttpClientHandler;
import io.github.tracespring.autoconfigure.outbound.http.HttpClientSpan;

/**
 * One attempt.
 *
 * @param request the request to send, with the context in its headers
 * @param span its span
 * @param attempts counts attempts
 */
record FeignCall(Request request, HttpClientSpan span, FailedAttempts attempts) {

	private static final int FIRST_AFTER_SUCCESS = 300;

	private static final TextMapSetter<Map<String, Collection<String>>> SETTER = (headers, name, value) -> {
		headers.keySet().removeIf(name::equalsIgnoreCase);
		headers.put(name, List.of(value));
	};

	static FeignCall start(Request request, HttpClientHandler handler, FailedAttempts attempts) {
		try {
			RequestTemplate made = request.requestTemplate();
			HttpClientSpan span = handler.start(Context.current(), request.httpMethod().name(),
					URI.create(request.url()), template(made), attempts.of(made));
			return new FeignCall(inject(request, span), span, attempts);
		}
		catch (RuntimeException | LinkageError ex) {
			return new FeignCall(request, HttpClientSpan.none(ex), attempts);
		}
	}

	/** What the method's annotations say, below the path that all methods share. */
	private static String template(RequestTemplate made) {
		MethodMetadata method = (made != null) ? made.methodMetadata() : null;
		if (method == null) {
			return null;
		}
		boolean shared = method.urlIndex() == null && made.feignTarget() != null;
		return shared ? made.feignTarget().url() + method.template().path() : method.template().path();
	}

	private static Request inject(Request request, HttpClientSpan span) {
		Map<String, Collection<String>> headers = new LinkedHashMap<>(request.headers());
		span.inject(headers, SETTER);
		return Request.create(request.httpMethod(), request.url(), headers, request.body(), request.charset(),
				request.requestTemplate());
	}

	int status(Response response) {
		if (response.status() >= FIRST_AFTER_SUCCESS) {
			failed();
		}
		return response.status();
	}

	void failed() {
		this.attempts.add(this.request.requestTemplate());
	}

}
