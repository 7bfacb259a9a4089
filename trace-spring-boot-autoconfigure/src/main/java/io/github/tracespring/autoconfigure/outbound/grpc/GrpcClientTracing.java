// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.grpc;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannelBuilder;
import io.grpc.MethodDescriptor;

/**
 * Traces the calls through a gRPC channel of the application's own; a channel of Spring
 * gRPC is traced without it. <pre>
 * &#64;Bean
 * ManagedChannel users(GrpcClientTracing tracing) {
 *     return tracing.instrument(ManagedChannelBuilder.forTarget("dns:///users:9090")).build();
 * }</pre> Instrumenting twice is the same as once. With {@code telemetry.disabled} the
 * bean is there and does nothing.
 * <p>
 * The attempts of gRPC's own retries and hedging are not told apart: one call is one
 * span.
 */
public final class GrpcClientTracing {

	private final ClientInterceptor interceptor;

	/**
	 * Creates what traces.
	 * @param interceptor makes the spans, or {@code null} if tracing is off
	 */
	GrpcClientTracing(ClientInterceptor interceptor) {
		this.interceptor = interceptor;
	}

	/**
	 * Traces the calls through the channels that a builder builds. An interceptor that
	 * was added to the builder before stands between the span and the wire: instrument
	 * first.
	 * @param <T> the builder's type
	 * @param builder the channel's builder, which is changed
	 * @return the same builder
	 */
	public <T extends ManagedChannelBuilder<?>> T instrument(T builder) {
		if (this.interceptor != null) {
			builder.intercept(this.interceptor);
		}
		return builder;
	}

	/**
	 * Traces the calls through a channel.
	 * @param channel the channel, which is not changed, and which whoever made it closes
	 * @return a channel that does the same and is traced
	 */
	public Channel instrument(Channel channel) {
		return (this.interceptor != null) ? ClientInterceptors.intercept(channel, this.interceptor) : channel;
	}

	/**
	 * What traces, for a framework that takes interceptors. It belongs next to the wire.
	 * @return an interceptor, which does nothing if tracing is off
	 */
	public ClientInterceptor interceptor() {
		return (this.interceptor != null) ? this.interceptor : new Untraced();
	}

	/** Tracing is off. */
	private static final class Untraced implements ClientInterceptor {

		@Override
		public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
			return next.newCall(method, options);
		}

	}

}
