// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.grpc;

import io.grpc.Context;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapPropagator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.tracespring.autoconfigure.core.span.RpcCall;
import io.github.tracespring.autoconfigure.core.span.RpcSpan;
import io.github.tracespring.autoconfigure.core.span.RpcSpans;

/**
 * Makes the span of each call that arrives, and its context current in all that handles
 * the call.
 */
final class TracingServerInterceptor implements ServerInterceptor {

	private static final Logger logger = LoggerFactory.getLogger(TracingServerInterceptor.class);

	/** gRPC's own context is new for each call, even for one made within another. */
	static final Context.Key<RpcSpan> SPAN = Context.key("telemetry-span");

	private final RpcSpans spans;

	private final TextMapPropagator propagator;

	TracingServerInterceptor(RpcSpans spans, TextMapPropagator propagator) {
		this.spans = spans;
		this.propagator = propagator;
	}

	@Override
	public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers,
			ServerCallHandler<Q, A> next) {
		Context grpc = Context.current();
		if (SPAN.get(grpc) != null) {
			return next.startCall(call, headers);
		}
		RpcSpan span = start(call, headers);
		Context marked = grpc.withValue(SPAN, span);
		Context previous = marked.attach();
		try (Scope scope = span.context().makeCurrent()) {
			ServerCall.Listener<Q> listener = next.startCall(new TracedServerCall<>(call, span), headers);
			return new TracedServerListener<>(listener, span, grpc.getDeadline());
		}
		catch (RuntimeException | Error ex) {
			// gRPC closes the stream, not the call
			span.end(Status.fromThrowable(ex).getCode().name(), ex, null);
			throw ex;
		}
		finally {
			marked.detach(previous);
		}
	}

	private RpcSpan start(ServerCall<?, ?> call, Metadata headers) {
		io.opentelemetry.context.Context parent = io.opentelemetry.context.Context.root();
		try {
			parent = this.propagator.extract(parent, headers, MetadataReader.INSTANCE);
			MethodDescriptor<?, ?> method = call.getMethodDescriptor();
			return this.spans.start(parent,
					new RpcCall(SpanKind.SERVER, method.getFullMethodName(), method.isSampledToLocalTracing(),
							call.getAuthority(), call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR)));
		}
		catch (RuntimeException | LinkageError ex) {
			logger.debug("A call is not traced", ex);
			return RpcSpan.none(parent);
		}
	}

}
