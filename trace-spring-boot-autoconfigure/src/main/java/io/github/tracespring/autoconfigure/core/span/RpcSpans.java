// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.span;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.tracespring.autoconfigure.config.TelemetryGrpcProperties;
import io.github.tracespring.autoconfigure.core.sampling.Suppression;

import org.springframework.util.PatternMatchUtils;

/**
 * Decides the name and attributes of the span of every gRPC call, on the server and on
 * the client; {@link RpcSpan} decides how it ends.
 *
 * @see <a href= "https://opentelemetry.io/docs/specs/semconv/rpc/grpc/">Semantic
 * conventions for gRPC</a>
 */
public final class RpcSpans {

	static final Logger logger = LoggerFactory.getLogger(RpcSpans.class);

	private static final String GRPC = "grpc";

	private static final String OTHER = "_OTHER";

	private static final int MAX_METHODS = 1000;

	/** Far more than any name in any code has. */
	private static final int MAX_METHOD = 255;

	private final Tracer tracer;

	private final String[] ignored;

	private final boolean messageEvents;

	/**
	 * Methods known by name only: a proxy may pass on whatever a client asks for, and
	 * names are bounded.
	 */
	private final Set<String> methods = ConcurrentHashMap.newKeySet();

	/**
	 * Creates what starts spans.
	 * @param tracer what makes them
	 * @param properties which calls have none, and what is recorded
	 */
	public RpcSpans(Tracer tracer, TelemetryGrpcProperties properties) {
		this.tracer = tracer;
		List<String> patterns = properties.getIgnoreMethods();
		this.ignored = patterns.stream()
			.map((pattern) -> pattern.startsWith("/") ? pattern.substring(1) : pattern)
			.toArray(String[]::new);
		this.messageEvents = properties.isMessageEvents();
	}

	/**
	 * Starts the span of a call, or decides that there is none. Never throws.
	 * @param parent the context of the caller
	 * @param call what is called
	 * @return the span, which does nothing where the call is not traced
	 */
	public RpcSpan start(Context parent, RpcCall call) {
		try {
			if (PatternMatchUtils.simpleMatch(this.ignored, call.method())) {
				return RpcSpan.none(Suppression.suppress(parent));
			}
			if (Suppression.isSuppressed(parent)) {
				return RpcSpan.none(parent);
			}
			Span span = span(parent, call);
			return new RpcSpan(parent.with(span), span, call.kind() == SpanKind.SERVER, this.messageEvents);
		}
		catch (RuntimeException | LinkageError ex) {
			logger.debug("A call is not traced", ex);
			return RpcSpan.none(parent);
		}
	}

	private Span span(Context parent, RpcCall call) {
		boolean known = call.generated() || isKnown(call.method());
		SpanBuilder span = this.tracer.spanBuilder(known ? call.method() : GRPC);
		span.setSpanKind(call.kind()).setParent(parent).addLink(call.stranger());
		span.setAttribute(RpcKeys.SYSTEM, GRPC).setAttribute(RpcKeys.METHOD, known ? call.method() : OTHER);
		if (!known) {
			span.setAttribute(RpcKeys.METHOD_ORIGINAL, CallerText.of(call.method()));
		}
		RpcAddresses.server(span, call.authority());
		Span started = span.startSpan();
		RpcAddresses.peer(started, call.peer());
		return started;
	}

	private boolean isKnown(String method) {
		return this.methods.contains(method)
				|| (method.length() <= MAX_METHOD && this.methods.size() < MAX_METHODS && this.methods.add(method));
	}

}
