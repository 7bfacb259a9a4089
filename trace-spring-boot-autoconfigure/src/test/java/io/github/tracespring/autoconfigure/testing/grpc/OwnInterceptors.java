// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.testing.grpc;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

import org.springframework.grpc.client.GlobalClientInterceptor;
import org.springframework.grpc.server.GlobalServerInterceptor;

/**
 * Interceptors of a user's, which remember what was current.
 */
final class OwnInterceptors {

	private OwnInterceptors() {
	}

	@GlobalServerInterceptor
	static final class Server implements ServerInterceptor {

		final List<Seen> seen = new CopyOnWriteArrayList<>();

		@Override
		public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers,
				ServerCallHandler<Q, A> next) {
			this.seen.add(Seen.in("server"));
			return next.startCall(call, headers);
		}

	}

	@GlobalClientInterceptor
	static final class Client implements ClientInterceptor {

		final List<Seen> seen = new CopyOnWriteArrayList<>();

		@Override
		public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
			return new ForwardingClientCall.SimpleForwardingClientCall<>(next.newCall(method, options)) {
				@Override
				public void start(Listener<A> listener, Metadata headers) {
					Client.this.seen.add(Seen.in("client"));
					super.start(listener, headers);
				}
			};
		}

	}

}
