// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.grpc;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;

/**
 * Makes a span for each call, and puts its context into the call's metadata.
 */
final class TracingClientInterceptor implements ClientInterceptor {

	private static final CallOptions.Key<Boolean> TRACED = CallOptions.Key.create("telemetry-traced");

	private final GrpcClientHandler handler;

	TracingClientInterceptor(GrpcClientHandler handler) {
		this.handler = handler;
	}

	@Override
	public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
		if (options.getOption(TRACED) != null) {
			return next.newCall(method, options);
		}
		ClientCall<Q, A> call = next.newCall(method, options.withOption(TRACED, true));
		return new TracedClientCall<>(call, method, authority(options, next), this.handler);
	}

	/** A channel of somebody else's making may refuse to tell. */
	private static String authority(CallOptions options, Channel channel) {
		try {
			return (options.getAuthority() != null) ? options.getAuthority() : channel.authority();
		}
		catch (RuntimeException ex) {
			return null;
		}
	}

}
