// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.grpc;

import java.net.SocketAddress;

import io.grpc.ClientCall;
import io.grpc.ForwardingClientCall;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;

import io.github.tracespring.autoconfigure.core.span.RpcSpan;

/**
 * A call whose span is that of the time from its start to its status. The span is current
 * while the call is started, and never in the application's own callbacks, which run in
 * the context that the call was made in.
 */
final class TracedClientCall<Q, A> extends ForwardingClientCall.SimpleForwardingClientCall<Q, A> {

	private final MethodDescriptor<Q, A> method;

	private final String authority;

	private final GrpcClientHandler handler;

	/**
	 * That of the application, as an interceptor may start the call on another thread.
	 */
	private final Context parent = Context.current();

	private volatile RpcSpan span = RpcSpan.none(this.parent);

	TracedClientCall(ClientCall<Q, A> call, MethodDescriptor<Q, A> method, String authority,
			GrpcClientHandler handler) {
		super(call);
		this.method = method;
		this.authority = authority;
		this.handler = handler;
	}

	@Override
	public void start(Listener<A> listener, Metadata headers) {
		RpcSpan span = this.handler.start(this.parent, this.method, this.authority, headers);
		this.span = span;
		try (Scope scope = span.context().makeCurrent()) {
			super.start(new TracedClientListener<>(listener, this.parent, span, this::end), headers);
		}
		catch (RuntimeException | Error ex) {
			end(Status.fromThrowable(ex).withCause(ex));
			throw ex;
		}
	}

	@Override
	public void sendMessage(Q message) {
		super.sendMessage(message);
		this.span.sent();
	}

	private void end(Status status) {
		this.span.end(status.getCode().name(), status.getCause(), peer());
	}

	/**
	 * A call of somebody else's making may have no attributes, or refuse to tell them.
	 */
	private SocketAddress peer() {
		try {
			return getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
		}
		catch (RuntimeException ex) {
			return null;
		}
	}

}
