// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.grpc;

import java.util.function.Consumer;

import io.grpc.ClientCall;
import io.grpc.ForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.Status;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;

import io.github.tracespring.autoconfigure.core.span.RpcSpan;

/**
 * What comes back: the application's callbacks run in its own context, on whatever
 * thread, and the span is over before it learns the status.
 */
final class TracedClientListener<A> extends ForwardingClientCallListener.SimpleForwardingClientCallListener<A> {

	private final Context parent;

	private final RpcSpan span;

	private final Consumer<Status> end;

	TracedClientListener(ClientCall.Listener<A> listener, Context parent, RpcSpan span, Consumer<Status> end) {
		super(listener);
		this.parent = parent;
		this.span = span;
		this.end = end;
	}

	@Override
	public void onHeaders(Metadata headers) {
		run(() -> super.onHeaders(headers));
	}

	@Override
	public void onMessage(A message) {
		this.span.received();
		run(() -> super.onMessage(message));
	}

	@Override
	public void onReady() {
		run(super::onReady);
	}

	@Override
	public void onClose(Status status, Metadata trailers) {
		this.end.accept(status);
		run(() -> super.onClose(status, trailers));
	}

	private void run(Runnable callback) {
		try (Scope scope = this.parent.makeCurrent()) {
			callback.run();
		}
	}

}
