// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.servlet;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.github.tracespring.autoconfigure.inbound.http.HttpServerHandler;
import io.github.tracespring.autoconfigure.inbound.http.HttpServerSpan;

/**
 * One request and its response over all its dispatches; kept in a request attribute.
 * Dispatches may run on different threads, but never two at a time.
 */
final class ServletExchange {

	private static final String ATTRIBUTE = ServletExchange.class.getName();

	private final HttpServerHandler handler;

	private final HttpServerSpan span;

	private final HttpServletResponse response;

	private Completion completion;

	private Scope scope;

	private volatile String route;

	private volatile boolean staticResource;

	/** What a handler threw, whether or not the application answered for it. */
	private volatile Throwable handled;

	/** What left the application, for the container to answer for. */
	private volatile Throwable escaped;

	/** The status that had gone out when the exception left, 0 if none had. */
	private volatile int sentStatus;

	/** The status when a dispatch left the request asynchronous, 0 if none did. */
	private volatile int asyncStatus;

	private volatile boolean errorPage;

	ServletExchange(HttpServerHandler handler, HttpServerSpan span, HttpServletResponse response,
			Completion completion) {
		this.handler = handler;
		this.span = span;
		this.response = response;
		this.completion = completion;
	}

	static ServletExchange of(ServletRequest request) {
		return (ServletExchange) request.getAttribute(ATTRIBUTE);
	}

	void attachTo(HttpServletRequest request) {
		request.setAttribute(ATTRIBUTE, this);
	}

	Completion completion() {
		return this.completion;
	}

	void completeOn(Completion completion) {
		this.completion = completion;
	}

	Context context() {
		return this.span.context();
	}

	HttpServerSpan span() {
		return this.span;
	}

	/**
	 * Keeps the route before another dispatch overwrites it; the error page's own is
	 * never kept.
	 */
	void keepRoute(HttpServletRequest request) {
		if (this.route == null && this.span.isRecorded() && request.getDispatcherType() != DispatcherType.ERROR) {
			this.route = ServletRoute.of(request);
			this.staticResource = this.route != null && ServletRoute.isStaticResource(request);
		}
	}

	/**
	 * Leaves the context current until the request is destroyed. Only Tomcat does that on
	 * the same thread, after it logged what escaped: that line is to carry the ids.
	 */
	boolean keepScope(Scope scope, HttpServletRequest request) {
		if (this.completion != Completion.TOMCAT || request.getDispatcherType() != DispatcherType.REQUEST
				|| request.isAsyncStarted()) {
			return false;
		}
		this.scope = scope;
		return true;
	}

	void closeScope() {
		if (this.scope != null) {
			this.scope.close();
			this.scope = null;
		}
	}

	void errorPage() {
		this.errorPage = true;
	}

	void handled(Throwable error) {
		if (this.handled == null) {
			this.handled = error;
		}
	}

	void escaped(Throwable error) {
		if (this.escaped == null) {
			this.escaped = error;
			// Tomcat goes on to set a status that the client never sees
			this.sentStatus = this.response.isCommitted() ? this.response.getStatus() : 0;
		}
	}

	/** The request waits for its completion, which a listener is told of. */
	void async(HttpServletRequest request) {
		request.getAsyncContext().addListener(CompletionListener.INSTANCE, request, this.response);
		this.asyncStatus = this.response.getStatus();
	}

	/**
	 * Ends the span with the request. If that was asynchronous, and the listener did not
	 * hear of its completion, the connection broke off, and Tomcat has set a status that
	 * the client never sees.
	 */
	void endWithRequest() {
		if (this.asyncStatus > 0 && this.sentStatus == 0 && this.response.isCommitted()) {
			this.sentStatus = this.asyncStatus;
		}
		end();
	}

	/** Ends the span, once; to be called when the response is complete. */
	void end() {
		if (this.span.isOver()) {
			return;
		}
		int status = status();
		// The catch-all of static resources is no route for what it did not find
		String matched = (this.staticResource && status == HttpServletResponse.SC_NOT_FOUND) ? null : this.route;
		this.handler.end(this.span, status, matched, error(status));
	}

	private int status() {
		if (this.sentStatus > 0) {
			return this.sentStatus;
		}
		int status = this.response.getStatus();
		boolean unanswered = this.escaped != null && !this.errorPage && status < 500 && !this.response.isCommitted();
		return unanswered ? HttpServletResponse.SC_INTERNAL_SERVER_ERROR : status;
	}

	/** An exception that became a 4xx is an answer, not an error. */
	private Throwable error(int status) {
		boolean failed = status >= 500;
		if (this.escaped != null && (failed || !this.errorPage || this.sentStatus > 0)) {
			return cause(this.escaped);
		}
		return failed ? this.handled : null;
	}

	private static Throwable cause(Throwable error) {
		Throwable cause = error;
		while (cause instanceof ServletException && cause.getCause() != null) {
			cause = cause.getCause();
		}
		return cause;
	}

}
