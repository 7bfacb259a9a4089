// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.grpc;

import io.grpc.Metadata;
import io.grpc.ServerBuilder;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/**
 * Traces the calls that a gRPC server of the application's own takes; a server of Spring
 * gRPC is traced without it. <pre>
 * &#64;Bean
 * Server server(GrpcServerTracing tracing, Users users) {
 *     return tracing.instrument(ServerBuilder.forPort(9090).addService(users)).build();
 * }</pre> Instrumenting twice is the same as once. With {@code telemetry.disabled} the
 * bean is there and does nothing.
 * <p>
 * gRPC itself refuses calls of methods that no service has, before any interceptor sees
 * them: they have no span.
 */
public final class GrpcServerTracing {

	private final ServerInterceptor interceptor;

	/**
	 * Creates what traces.
	 * @param interceptor makes the spans, or {@code null} if tracing is off
	 */
	GrpcServerTracing(ServerInterceptor interceptor) {
		this.interceptor = interceptor;
	}

	/**
	 * Traces the calls that a server takes. An interceptor that is added to the builder
	 * later stands outside of the span: instrument last.
	 * @param <T> the builder's type
	 * @param builder the server's builder, which is changed
	 * @return the same builder
	 */
	public <T extends ServerBuilder<?>> T instrument(T builder) {
		if (this.interceptor != null) {
			builder.intercept(this.interceptor);
		}
		return builder;
	}

	/**
	 * What traces, for a framework that takes interceptors. It belongs outside of all
	 * others.
	 * @return an interceptor, which does nothing if tracing is off
	 */
	public ServerInterceptor interceptor() {
		return (this.interceptor != null) ? this.interceptor : new Untraced();
	}

	/** Tracing is off. */
	private static final class Untraced implements ServerInterceptor {

		@Override
		public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers,
				ServerCallHandler<Q, A> next) {
			return next.startCall(call, headers);
		}

	}

}
