// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.servlet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import io.opentelemetry.context.Scope;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.github.tracespring.autoconfigure.inbound.http.HttpServerHandler;
import io.github.tracespring.autoconfigure.inbound.http.HttpServerSpan;
import io.github.tracespring.autoconfigure.inbound.http.ResponseHeader;

/**
 * Makes one server span for a request, however often it is dispatched, and its context
 * current on every one of these dispatches. When the response is complete is for
 * {@link Completion} to say.
 */
final class TracingFilter implements Filter {

	private final HttpServerHandler handler;

	private final ResponseHeader responseHeader;

	private final byte[] headerName;

	private Completion completion = Completion.LAST_DISPATCH;

	TracingFilter(HttpServerHandler handler, ResponseHeader responseHeader) {
		this.handler = handler;
		this.responseHeader = responseHeader;
		this.headerName = (responseHeader != null) ? responseHeader.name().getBytes(StandardCharsets.ISO_8859_1) : null;
	}

	@Override
	public void init(FilterConfig config) {
		this.completion = Completion.of(config.getServletContext());
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		if (request instanceof HttpServletRequest http && response instanceof HttpServletResponse httpResponse) {
			ServletExchange exchange = ServletExchange.of(request);
			if (exchange == null) {
				exchange = begin(http, httpResponse);
			}
			dispatch(exchange, http, httpResponse, chain);
		}
		else {
			chain.doFilter(request, response);
		}
	}

	private ServletExchange begin(HttpServletRequest request, HttpServletResponse response) {
		HttpServerSpan span = this.handler.start(request, ServletRequestReader.INSTANCE);
		ServletExchange exchange = new ServletExchange(this.handler, span, response, this.completion);
		if (this.completion == Completion.JETTY && !span.isOver()
				&& !JettyRequests.addCompletionListener(request, (failure) -> exchange.end())) {
			exchange.completeOn(Completion.LAST_DISPATCH);
		}
		exchange.attachTo(request);
		return exchange;
	}

	private void dispatch(ServletExchange exchange, HttpServletRequest request, HttpServletResponse response,
			FilterChain chain) throws IOException, ServletException {
		DispatcherType type = request.getDispatcherType();
		if (type == DispatcherType.FORWARD || type == DispatcherType.INCLUDE) {
			// On the thread and inside the scope of the dispatch that it is part of
			exchange.keepRoute(request);
			chain.doFilter(request, response);
			return;
		}
		if (type == DispatcherType.ERROR) {
			exchange.errorPage();
		}
		writeHeader(exchange, response);
		Scope scope = exchange.context().makeCurrent();
		boolean kept = false;
		try {
			chain.doFilter(request, response);
		}
		catch (IOException | ServletException | RuntimeException | Error ex) {
			exchange.escaped(ex);
			kept = exchange.keepScope(scope, request);
			throw ex;
		}
		finally {
			if (!kept) {
				scope.close();
			}
			exchange.keepRoute(request);
			endAfterLastDispatch(exchange, request);
		}
	}

	/** Where the container says it, but not of what completes somewhere else. */
	private void endAfterLastDispatch(ServletExchange exchange, HttpServletRequest request) {
		Completion completion = exchange.completion();
		if (completion == Completion.UNDERTOW || completion == Completion.JETTY) {
			return;
		}
		if (request.isAsyncStarted()) {
			exchange.async(request);
		}
		else if (completion == Completion.LAST_DISPATCH) {
			exchange.end();
		}
	}

	/** Written before the application runs: afterwards the response may be committed. */
	private void writeHeader(ServletExchange exchange, HttpServletResponse response) {
		if (this.responseHeader == null || exchange.span().isOver() || response.isCommitted()
				|| response.containsHeader(this.responseHeader.name())) {
			return;
		}
		if (this.completion != Completion.TOMCAT
				|| !TomcatResponses.add(response, this.headerName, this.responseHeader.bytes(exchange.span()))) {
			response.setHeader(this.responseHeader.name(), this.responseHeader.value(exchange.span()));
		}
	}

}
