// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.grpc;

import io.grpc.ForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;

import io.github.tracespring.autoconfigure.core.span.RpcSpan;

/**
 * What the application answers: the span ends with the status that closes the call.
 */
final class TracedServerCall<Q, A> extends ForwardingServerCall.SimpleForwardingServerCall<Q, A> {

	private final RpcSpan span;

	TracedServerCall(ServerCall<Q, A> call, RpcSpan span) {
		super(call);
		this.span = span;
	}

	@Override
	public void sendMessage(A message) {
		super.sendMessage(message);
		this.span.sent();
	}

	@Override
	public void close(Status status, Metadata trailers) {
		try {
			super.close(status, trailers);
		}
		finally {
			this.span.end(status.getCode().name(), status.getCause(), null);
		}
	}

}
