// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.http;

import java.util.Locale;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.tracespring.autoconfigure.core.propagation.IncomingTrust;
import io.github.tracespring.autoconfigure.core.sampling.Suppression;
import io.github.tracespring.autoconfigure.core.span.CallerText;
import io.github.tracespring.autoconfigure.core.span.HttpKeys;
import io.github.tracespring.autoconfigure.core.span.HttpNames;
import io.github.tracespring.autoconfigure.core.span.Numbers;
import io.github.tracespring.autoconfigure.core.span.QueryRedactor;
import io.github.tracespring.autoconfigure.core.span.SpanErrors;

/**
 * Decides the name, attributes and status of every HTTP server span, whatever technology
 * the request came in by.
 *
 * @see <a href=
 * "https://opentelemetry.io/docs/specs/semconv/http/http-spans/#http-server">Semantic
 * conventions, HTTP server</a>
 */
public final class HttpServerHandler {

	private static final Logger logger = LoggerFactory.getLogger(HttpServerHandler.class);

	/** Longer ones begin with what a caller says that a proxy took off the path. */
	private static final int MAX_ROUTE = 1024;

	private final Tracer tracer;

	private final TextMapPropagator propagator;

	private final IncomingTrust trust;

	private final IgnoredPaths ignoredPaths;

	private final QueryRedactor redactor;

	private final boolean samplerReadsAttributes;

	private volatile boolean failed;

	/**
	 * Creates the handler.
	 * @param openTelemetry what reads the context of incoming headers
	 * @param tracer what makes the spans
	 * @param trust whose trace goes on here
	 * @param ignoredPaths which requests are not traced
	 * @param redactor what takes secrets out of the query
	 * @param samplerReadsAttributes whether attributes have to be there before it is
	 * decided that a request is recorded; otherwise one that is not does without
	 */
	public HttpServerHandler(OpenTelemetry openTelemetry, Tracer tracer, IncomingTrust trust, IgnoredPaths ignoredPaths,
			QueryRedactor redactor, boolean samplerReadsAttributes) {
		this.tracer = tracer;
		this.propagator = openTelemetry.getPropagators().getTextMapPropagator();
		this.trust = trust;
		this.ignoredPaths = ignoredPaths;
		this.redactor = redactor;
		this.samplerReadsAttributes = samplerReadsAttributes;
	}

	/**
	 * Starts the span of a request that arrived, or decides that there is none.
	 * @param <Q> the technology's request
	 * @param request the request
	 * @param reader what reads it
	 * @return what {@link #end} takes; never an exception, whatever the request holds
	 */
	public <Q> HttpServerSpan start(Q request, HttpServerRequest<Q> reader) {
		try {
			return startSpan(request, reader);
		}
		catch (RuntimeException | LinkageError ex) {
			fail(ex);
			return new HttpServerSpan(Suppression.suppress(Context.root()));
		}
	}

	private <Q> HttpServerSpan startSpan(Q request, HttpServerRequest<Q> reader) {
		Context parent = this.propagator.extract(Context.root(), request, reader);
		String path = reader.path(request);
		SpanContext stranger = SpanContext.getInvalid();
		if (!isTrusted(request, path, reader)) {
			stranger = Span.fromContext(parent).getSpanContext();
			parent = Context.root();
		}
		if (this.ignoredPaths.matches(path, reader.contextPath(request))) {
			return new HttpServerSpan(Suppression.suppress(parent));
		}
		String original = reader.method(request);
		String method = HttpNames.method(original);
		SpanBuilder builder = this.tracer.spanBuilder(HttpNames.span(method, null))
			.setSpanKind(SpanKind.SERVER)
			.setParent(parent)
			.addLink(stranger);
		if (this.samplerReadsAttributes) {
			describeRequest(builder::setAttribute, method, path, request, reader);
		}
		Span span = builder.startSpan();
		if (span.isRecording()) {
			if (!this.samplerReadsAttributes) {
				describeRequest(span::setAttribute, method, path, request, reader);
			}
			if (method.equals(HttpNames.OTHER)) {
				span.setAttribute(HttpKeys.METHOD_ORIGINAL, CallerText.of(original));
			}
			describeConnection(span, request, reader);
		}
		return new HttpServerSpan(span, parent, method);
	}

	/** What a sampler may decide by. */
	private <Q> void describeRequest(Target span, String method, String path, Q request, HttpServerRequest<Q> reader) {
		span.put(HttpKeys.METHOD, method);
		span.put(HttpKeys.URL_SCHEME, CallerText.of(reader.scheme(request)));
		span.put(HttpKeys.URL_PATH, CallerText.of(withoutParameters(path)));
		String query = reader.query(request);
		if (query != null && !query.isEmpty()) {
			span.put(HttpKeys.URL_QUERY, CallerText.of(this.redactor.query(query)));
		}
		String userAgent = reader.first(request, "user-agent");
		if (userAgent != null) {
			span.put(HttpKeys.USER_AGENT, CallerText.of(userAgent));
		}
	}

	private <Q> boolean isTrusted(Q request, String path, HttpServerRequest<Q> reader) {
		return this.trust.isForAll()
				|| this.trust.includes(path, reader.contextPath(request), reader.connectionAddress(request));
	}

	private static <Q> void describeConnection(Span span, Q request, HttpServerRequest<Q> reader) {
		String server = reader.serverAddress(request);
		if (server != null) {
			span.setAttribute(HttpKeys.SERVER_ADDRESS, CallerText.of(server));
			int port = reader.serverPort(request);
			if (port > 0) {
				span.setAttribute(HttpKeys.SERVER_PORT, Numbers.of(port));
			}
		}
		String client = reader.clientAddress(request);
		if (client != null) {
			span.setAttribute(HttpKeys.CLIENT_ADDRESS, CallerText.of(client));
		}
		String peer = reader.peerAddress(request);
		if (peer != null) {
			span.setAttribute(HttpKeys.PEER_ADDRESS, peer);
			int port = reader.peerPort(request);
			if (port > 0) {
				span.setAttribute(HttpKeys.PEER_PORT, Numbers.of(port));
			}
		}
		String version = version(reader.protocol(request));
		if (version != null) {
			span.setAttribute(HttpKeys.PROTOCOL_VERSION, version);
		}
	}

	private static String version(String protocol) {
		if (protocol == null) {
			return null;
		}
		return switch (protocol) {
			case "HTTP/1.1" -> "1.1";
			case "HTTP/2.0", "HTTP/2" -> "2";
			case "HTTP/1.0" -> "1.0";
			case "HTTP/3.0", "HTTP/3" -> "3";
			default -> protocol.toUpperCase(Locale.ROOT).startsWith("HTTP/") ? protocol.substring(5) : null;
		};
	}

	/** Path parameters such as jsessionid are credentials, and not part of the path. */
	private static String withoutParameters(String path) {
		int semicolon = path.indexOf(';');
		if (semicolon < 0) {
			return path;
		}
		StringBuilder plain = new StringBuilder(path.length());
		boolean parameter = false;
		for (int i = 0; i < path.length(); i++) {
			char c = path.charAt(i);
			parameter = (c == ';') || (parameter && c != '/');
			if (!parameter) {
				plain.append(c);
			}
		}
		return plain.toString();
	}

	/**
	 * Ends the span; once, however often it is called.
	 * @param server what {@link #start} returned
	 * @param status the response's status, or 0 if none was sent
	 * @param route the route that matched, with the context path, or {@code null}
	 * @param error the exception that made the response what it is, or {@code null}
	 */
	public void end(HttpServerSpan server, int status, String route, Throwable error) {
		if (!server.end()) {
			return;
		}
		Span span = server.span();
		try {
			if (span.isRecording()) {
				describeResponse(span, server.method(), status, route, error);
			}
		}
		catch (RuntimeException | LinkageError ex) {
			fail(ex);
		}
		finally {
			span.end();
		}
	}

	private static void describeResponse(Span span, String method, int status, String route, Throwable error) {
		if (route != null && route.length() <= MAX_ROUTE) {
			span.setAttribute(HttpKeys.ROUTE, route);
			span.updateName(HttpNames.span(method, route));
		}
		boolean clientGone = ClientGone.is(error);
		if (status > 0 && !(clientGone && status >= 500)) {
			span.setAttribute(HttpKeys.STATUS_CODE, Numbers.of(status));
		}
		if (clientGone) {
			return;
		}
		if (error != null) {
			SpanErrors.record(span, error);
		}
		else if (status >= 500) {
			SpanErrors.record(span, String.valueOf(status));
		}
	}

	private void fail(Throwable ex) {
		if (!this.failed) {
			this.failed = true;
			logger.warn("A request could not be traced; this is logged once", ex);
		}
	}

	/** A span, or one that is not started yet. */
	@FunctionalInterface
	private interface Target {

		void put(AttributeKey<String> key, String value);

	}

}
