// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.http;

import java.net.URI;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.tracespring.autoconfigure.core.propagation.InjectHosts;
import io.github.tracespring.autoconfigure.core.sampling.SamplerTraits;
import io.github.tracespring.autoconfigure.core.sampling.Suppression;
import io.github.tracespring.autoconfigure.core.span.HttpKeys;
import io.github.tracespring.autoconfigure.core.span.HttpNames;
import io.github.tracespring.autoconfigure.core.span.QueryRedactor;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Decides what a client span of any HTTP client is: its name, its attributes, its parent
 * and the headers that carry it. The adapters only translate.
 *
 * @see <a href= "https://opentelemetry.io/docs/specs/semconv/http/http-spans/">Semantic
 * conventions for HTTP client spans</a>
 */
public final class HttpClientHandler {

	static final Logger logger = LoggerFactory.getLogger(HttpClientHandler.class);

	private final ObjectProvider<Tracer> tracer;

	private final ObjectProvider<ContextPropagators> propagators;

	private final ObjectProvider<QueryRedactor> redactor;

	private final ObjectProvider<SamplerTraits> sampler;

	private final InjectHosts hosts;

	private final AtomicBoolean warned = new AtomicBoolean();

	private Parts parts;

	/**
	 * Creates a handler. The beans are looked up when the first call is made: a client is
	 * often created before the tracer, and may even be what the tracer is made with.
	 */
	HttpClientHandler(ObjectProvider<Tracer> tracer, ObjectProvider<ContextPropagators> propagators,
			ObjectProvider<QueryRedactor> redactor, ObjectProvider<SamplerTraits> sampler, InjectHosts hosts) {
		this.tracer = tracer;
		this.propagators = propagators;
		this.redactor = redactor;
		this.sampler = sampler;
		this.hosts = hosts;
	}

	/**
	 * Starts the span of one request on the wire: none of its own if the client is what
	 * another traced client sends this request with. Never throws.
	 * @param parent the context of the caller
	 * @param method the method as it is sent
	 * @param uri where to
	 * @param template the URI template as far as the client knows it, or {@code null}
	 * @param resends how often this request was sent before
	 * @return the span, which does nothing where there is nothing to trace
	 */
	public HttpClientSpan start(Context parent, String method, URI uri, String template, int resends) {
		return start(parent, method, uri, template, resends, null);
	}

	/**
	 * Starts the span of a request that began earlier, with what it takes to connect.
	 * Never throws.
	 * @param parent the context of the caller
	 * @param method the method as it is sent
	 * @param uri where to
	 * @param template the URI template as far as the client knows it, or {@code null}
	 * @param resends how often this request was sent before
	 * @param began when it began, or {@code null} for now
	 * @return the span, which does nothing where there is nothing to trace
	 */
	public HttpClientSpan start(Context parent, String method, URI uri, String template, int resends, Instant began) {
		Parts parts = parts();
		if (parts == null) {
			return new HttpClientSpan(parent, TextMapPropagator.noop());
		}
		TextMapPropagator propagator = propagator(parts, uri);
		if (!Suppression.isSuppressed(parent)) {
			try {
				if (HttpClientSpan.covers(parent, method, uri)) {
					return new HttpClientSpan(parent, TextMapPropagator.noop());
				}
				SpanBuilder builder = builder(parts, parent, method, uri, template, resends);
				Span span = ((began != null) ? builder.setStartTimestamp(began) : builder).startSpan();
				return new HttpClientSpan(span, parent, propagator, method, uri);
			}
			catch (RuntimeException | LinkageError ex) {
				logger.debug("A call is not traced", ex);
			}
		}
		return new HttpClientSpan(parent, propagator);
	}

	/** A host that is to get no headers is called like any other. */
	private TextMapPropagator propagator(Parts parts, URI uri) {
		if (this.hosts.isForAll()) {
			return parts.propagator();
		}
		try {
			Server server = Server.of(uri);
			return this.hosts.includes(server.address(), server.port()) ? parts.propagator() : TextMapPropagator.noop();
		}
		catch (RuntimeException ex) {
			return TextMapPropagator.noop();
		}
	}

	private static SpanBuilder builder(Parts parts, Context parent, String method, URI uri, String template,
			int resends) {
		String known = HttpNames.method(method);
		String path = UriTemplates.path(template);
		SpanBuilder span = parts.tracer()
			.spanBuilder(HttpNames.span(known, path))
			.setSpanKind(SpanKind.CLIENT)
			.setParent(parent);
		if (parts.sampler().drops(parent)) {
			return span;
		}
		span.setAttribute(HttpKeys.METHOD, known);
		if (!known.equals(method)) {
			span.setAttribute(HttpKeys.METHOD_ORIGINAL, method);
		}
		if (uri.isAbsolute()) {
			span.setAttribute(HttpKeys.URL_FULL, parts.redactor().url(uri));
			Server.of(uri).write(span);
		}
		if (path != null) {
			span.setAttribute(HttpKeys.URL_TEMPLATE, path);
		}
		if (resends > 0) {
			span.setAttribute(HttpKeys.RESEND_COUNT, (long) resends);
		}
		return span;
	}

	/**
	 * Without a lock: a call in the middle of start-up must not wait for one that does.
	 */
	private Parts parts() {
		Parts parts = this.parts;
		if (parts == null) {
			try {
				parts = new Parts(this.tracer.getObject(), this.propagators.getObject().getTextMapPropagator(),
						this.redactor.getObject(), this.sampler.getIfUnique(() -> SamplerTraits.UNKNOWN));
				this.parts = parts;
			}
			catch (RuntimeException ex) {
				if (this.warned.compareAndSet(false, true)) {
					logger.warn("An outgoing call is not traced, because there is no tracer: {}", ex.toString());
				}
			}
		}
		return parts;
	}

	private record Parts(Tracer tracer, TextMapPropagator propagator, QueryRedactor redactor, SamplerTraits sampler) {

	}

}
