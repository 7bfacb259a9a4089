// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.grpc;

import java.net.InetSocketAddress;
import java.net.SocketAddress;

import io.grpc.Context;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapPropagator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.tracespring.autoconfigure.core.propagation.IncomingTrust;
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

	private final IncomingTrust trust;

	TracingServerInterceptor(RpcSpans spans, TextMapPropagator propagator, IncomingTrust trust) {
		this.spans = spans;
		this.propagator = propagator;
		this.trust = trust;
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
			MethodDescriptor<?, ?> method = call.getMethodDescriptor();
			SocketAddress peer = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
			io.opentelemetry.context.Context caller = this.propagator.extract(parent, headers, MetadataReader.INSTANCE);
			SpanContext stranger = SpanContext.getInvalid();
			if (isTrusted(method.getFullMethodName(), peer)) {
				parent = caller;
			}
			else {
				stranger = Span.fromContext(caller).getSpanContext();
			}
			return this.spans.start(parent, new RpcCall(SpanKind.SERVER, method.getFullMethodName(),
					method.isSampledToLocalTracing(), call.getAuthority(), peer, stranger));
		}
		catch (RuntimeException | LinkageError ex) {
			logger.debug("A call is not traced", ex);
			return RpcSpan.none(parent);
		}
	}

	/** On the wire a method is a path. */
	private boolean isTrusted(String method, SocketAddress peer) {
		return this.trust.isForAll() || this.trust.includes("/" + method, "", address(peer));
	}

	private static String address(SocketAddress peer) {
		return (peer instanceof InetSocketAddress address && !address.isUnresolved())
				? address.getAddress().getHostAddress() : null;
	}

}
