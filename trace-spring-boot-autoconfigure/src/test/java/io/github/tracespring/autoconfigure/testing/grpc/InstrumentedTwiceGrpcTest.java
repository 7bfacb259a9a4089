// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.testing.grpc;

import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;

import io.github.tracespring.autoconfigure.inbound.grpc.GrpcServerTracing;
import io.github.tracespring.autoconfigure.outbound.grpc.GrpcClientTracing;

/**
 * Instrumenting twice is the same as once.
 */
class InstrumentedTwiceGrpcTest extends HandMadeGrpcTest {

	@Override
	NettyServerBuilder instrument(GrpcServerTracing tracing, NettyServerBuilder builder) {
		return tracing.instrument(tracing.instrument(builder).intercept(tracing.interceptor()));
	}

	@Override
	NettyChannelBuilder instrument(GrpcClientTracing tracing, NettyChannelBuilder builder) {
		return tracing.instrument(tracing.instrument(builder).intercept(tracing.interceptor()));
	}

	@Override
	Channel instrument(GrpcClientTracing tracing, ManagedChannel channel) {
		return tracing.instrument(tracing.instrument(channel));
	}

}
