// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.benchmarks.app.floor;

import java.io.IOException;
import java.util.Collections;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.servlet.HandlerMapping;

/**
 * The least that a server span takes, without any of the cases that a product must know.
 */
public final class FloorFilter implements Filter, TextMapGetter<HttpServletRequest> {

	private final Tracer tracer;

	private final TextMapPropagator propagator;

	/**
	 * Creates the filter.
	 * @param openTelemetry what makes the spans
	 */
	public FloorFilter(OpenTelemetry openTelemetry) {
		this.tracer = openTelemetry.getTracer("floor");
		this.propagator = openTelemetry.getPropagators().getTextMapPropagator();
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		HttpServletRequest http = (HttpServletRequest) request;
		Context parent = this.propagator.extract(Context.root(), http, this);
		Span span = this.tracer.spanBuilder("GET").setParent(parent).setSpanKind(SpanKind.SERVER).startSpan();
		if (span.isRecording()) {
			describe(span, http);
		}
		try (Scope scope = parent.with(span).makeCurrent()) {
			chain.doFilter(request, response);
		}
		catch (IOException | ServletException | RuntimeException ex) {
			span.setStatus(StatusCode.ERROR).recordException(ex);
			throw ex;
		}
		finally {
			Object route = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
			if (route != null) {
				span.updateName(http.getMethod() + " " + route);
				span.setAttribute(Keys.ROUTE, route.toString());
			}
			span.setAttribute(Keys.STATUS_CODE, ((HttpServletResponse) response).getStatus());
			span.end();
		}
	}

	private static void describe(Span span, HttpServletRequest request) {
		span.setAttribute(Keys.METHOD, request.getMethod());
		span.setAttribute(Keys.URL_SCHEME, request.getScheme());
		span.setAttribute(Keys.URL_PATH, request.getRequestURI());
		if (request.getQueryString() != null) {
			span.setAttribute(Keys.URL_QUERY, request.getQueryString());
		}
		String userAgent = request.getHeader("user-agent");
		if (userAgent != null) {
			span.setAttribute(Keys.USER_AGENT, userAgent);
		}
		span.setAttribute(Keys.SERVER_ADDRESS, request.getServerName());
		span.setAttribute(Keys.SERVER_PORT, request.getServerPort());
		span.setAttribute(Keys.CLIENT_ADDRESS, request.getRemoteAddr());
		span.setAttribute(Keys.PEER_ADDRESS, request.getRemoteAddr());
		span.setAttribute(Keys.PEER_PORT, request.getRemotePort());
		span.setAttribute(Keys.PROTOCOL_VERSION, "1.1");
	}

	@Override
	public Iterable<String> keys(HttpServletRequest request) {
		return Collections.list(request.getHeaderNames());
	}

	@Override
	public String get(HttpServletRequest request, String name) {
		return request.getHeader(name);
	}

}
