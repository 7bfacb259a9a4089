// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.grpc;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

import io.github.tracespring.autoconfigure.core.span.RpcSpan;

/**
 * Next to the service: sees the exception that an interceptor of Spring gRPC, or of the
 * user, is going to turn into a status that no longer holds it.
 */
final class FailureInterceptor implements ServerInterceptor {

	@Override
	public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers,
			ServerCallHandler<Q, A> next) {
		RpcSpan span = TracingServerInterceptor.SPAN.get();
		if (span == null) {
			return next.startCall(call, headers);
		}
		try {
			return new FailureListener<>(next.startCall(call, headers), span);
		}
		catch (RuntimeException | Error ex) {
			span.fail(ex);
			throw ex;
		}
	}

	private static final class FailureListener<Q> extends SimpleForwardingServerCallListener<Q> {

		private final RpcSpan span;

		FailureListener(ServerCall.Listener<Q> listener, RpcSpan span) {
			super(listener);
			this.span = span;
		}

		@Override
		public void onMessage(Q message) {
			run(() -> super.onMessage(message));
		}

		@Override
		public void onHalfClose() {
			run(super::onHalfClose);
		}

		private void run(Runnable callback) {
			try {
				callback.run();
			}
			catch (RuntimeException | Error ex) {
				this.span.fail(ex);
				throw ex;
			}
		}

	}

}
