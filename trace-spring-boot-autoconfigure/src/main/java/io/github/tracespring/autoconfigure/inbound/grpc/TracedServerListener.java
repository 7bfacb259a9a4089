// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.grpc;

import io.grpc.Deadline;
import io.grpc.ForwardingServerCallListener;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.opentelemetry.context.Scope;

import io.github.tracespring.autoconfigure.core.span.RpcSpan;

/**
 * What happens to a call: the context is current in every callback, on whatever thread.
 */
final class TracedServerListener<Q> extends ForwardingServerCallListener.SimpleForwardingServerCallListener<Q> {

	private final RpcSpan span;

	private final Deadline deadline;

	TracedServerListener(ServerCall.Listener<Q> listener, RpcSpan span, Deadline deadline) {
		super(listener);
		this.span = span;
		this.deadline = deadline;
	}

	@Override
	public void onMessage(Q message) {
		this.span.received();
		run(() -> super.onMessage(message));
	}

	@Override
	public void onHalfClose() {
		run(super::onHalfClose);
	}

	@Override
	public void onReady() {
		run(super::onReady);
	}

	@Override
	public void onCancel() {
		try {
			run(super::onCancel);
		}
		finally {
			// the client gave up, or its deadline passed here first
			boolean late = this.deadline != null && this.deadline.isExpired();
			end(late ? Status.Code.DEADLINE_EXCEEDED : Status.Code.CANCELLED, null);
		}
	}

	@Override
	public void onComplete() {
		try {
			run(super::onComplete);
		}
		finally {
			end(Status.Code.OK, null);
		}
	}

	private void run(Runnable callback) {
		try (Scope scope = this.span.context().makeCurrent()) {
			callback.run();
		}
		catch (RuntimeException | Error ex) {
			// whatever it is, gRPC tells the client UNKNOWN, and closes the stream, not
			// the call
			end(Status.Code.UNKNOWN, ex);
			throw ex;
		}
	}

	private void end(Status.Code code, Throwable cause) {
		this.span.end(code.name(), cause, null);
	}

}
