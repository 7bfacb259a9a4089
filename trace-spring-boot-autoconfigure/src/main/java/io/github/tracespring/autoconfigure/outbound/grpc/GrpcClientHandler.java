// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.grpc;

import java.util.concurrent.atomic.AtomicBoolean;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.tracespring.autoconfigure.config.TelemetryGrpcProperties;
import io.github.tracespring.autoconfigure.core.propagation.Authority;
import io.github.tracespring.autoconfigure.core.propagation.InjectHosts;
import io.github.tracespring.autoconfigure.core.span.RpcCall;
import io.github.tracespring.autoconfigure.core.span.RpcSpan;
import io.github.tracespring.autoconfigure.core.span.RpcSpans;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Starts the span of a call and writes its context into the metadata.
 */
final class GrpcClientHandler {

	private static final Logger logger = LoggerFactory.getLogger(GrpcClientHandler.class);

	private final ObjectProvider<Tracer> tracer;

	private final ObjectProvider<ContextPropagators> propagators;

	private final TelemetryGrpcProperties properties;

	private final InjectHosts hosts;

	private final AtomicBoolean warned = new AtomicBoolean();

	private Parts parts;

	/**
	 * Creates a handler. The beans are looked up when the first call is made: a channel
	 * is often created before the tracer, and may even be what spans are exported by.
	 */
	GrpcClientHandler(ObjectProvider<Tracer> tracer, ObjectProvider<ContextPropagators> propagators,
			TelemetryGrpcProperties properties, InjectHosts hosts) {
		this.tracer = tracer;
		this.propagators = propagators;
		this.properties = properties;
		this.hosts = hosts;
	}

	/**
	 * Starts the span. Never throws.
	 * @param parent the context of the caller
	 * @param method what is called
	 * @param authority where, as the application wrote it
	 * @param headers where the context is written, also that of a call without span
	 * @return the span, which does nothing where there is nothing to trace
	 */
	RpcSpan start(Context parent, MethodDescriptor<?, ?> method, String authority, Metadata headers) {
		Parts parts = parts();
		if (parts == null) {
			return RpcSpan.none(parent);
		}
		RpcSpan span = parts.spans()
			.start(parent, new RpcCall(SpanKind.CLIENT, method.getFullMethodName(), method.isSampledToLocalTracing(),
					authority, null));
		try {
			if (isToGetHeaders(authority)) {
				parts.propagator().inject(span.context(), headers, GrpcClientHandler::put);
			}
		}
		catch (RuntimeException | LinkageError ex) {
			logger.debug("The context is not propagated", ex);
		}
		return span;
	}

	private boolean isToGetHeaders(String authority) {
		if (this.hosts.isForAll()) {
			return true;
		}
		Authority server = Authority.parse(authority);
		return this.hosts.includes(server.host(), server.port());
	}

	/** In place of what is there: metadata may be used for several calls. */
	private static void put(Metadata headers, String name, String value) {
		if (headers != null) {
			Metadata.Key<String> key = Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
			headers.discardAll(key);
			headers.put(key, value);
		}
	}

	/**
	 * Without a lock: a call in the middle of start-up must not wait for one that does.
	 */
	private Parts parts() {
		Parts parts = this.parts;
		if (parts == null) {
			try {
				parts = new Parts(new RpcSpans(this.tracer.getObject(), this.properties),
						this.propagators.getObject().getTextMapPropagator());
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

	private record Parts(RpcSpans spans, TextMapPropagator propagator) {

	}

}
