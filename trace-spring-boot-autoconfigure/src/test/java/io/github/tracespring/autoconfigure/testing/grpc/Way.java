// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.testing.grpc;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;

/**
 * The ways to make a call, as generated stubs do: each kind of method, with each kind of
 * stub.
 */
public enum Way {

	/** A blocking stub. */
	UNARY_BLOCKING(Echo.UNARY) {
		@Override
		void call(Channel channel, CallOptions options, String request, Answers answers) {
			answers.onNext(ClientCalls.blockingUnaryCall(channel, method(), options, request));
			answers.onCompleted();
		}
	},

	/** A future stub. */
	UNARY_FUTURE(Echo.UNARY) {
		@Override
		void call(Channel channel, CallOptions options, String request, Answers answers) throws Exception {
			answers.onNext(ClientCalls.futureUnaryCall(channel.newCall(method(), options), request)
				.get(TIMEOUT, TimeUnit.SECONDS));
			answers.onCompleted();
		}
	},

	/** An asynchronous stub. */
	UNARY_ASYNC(Echo.UNARY) {
		@Override
		void call(Channel channel, CallOptions options, String request, Answers answers) {
			ClientCalls.asyncUnaryCall(channel.newCall(method(), options), request, answers);
		}
	},

	/** A blocking stub that iterates over the answers. */
	DOWN_BLOCKING(Echo.DOWN) {
		@Override
		void call(Channel channel, CallOptions options, String request, Answers answers) {
			Iterator<String> all = ClientCalls.blockingServerStreamingCall(channel, method(), options, request);
			all.forEachRemaining(answers::onNext);
			answers.onCompleted();
		}
	},

	/** An asynchronous stub that takes several answers. */
	DOWN_ASYNC(Echo.DOWN) {
		@Override
		void call(Channel channel, CallOptions options, String request, Answers answers) {
			ClientCalls.asyncServerStreamingCall(channel.newCall(method(), options), request, answers);
		}
	},

	/** An asynchronous stub that sends several requests. */
	UP(Echo.UP) {
		@Override
		void call(Channel channel, CallOptions options, String request, Answers answers) {
			send(ClientCalls.asyncClientStreamingCall(channel.newCall(method(), options), answers), request);
		}
	},

	/** An asynchronous stub that does both. */
	BOTH(Echo.BOTH) {
		@Override
		void call(Channel channel, CallOptions options, String request, Answers answers) {
			send(ClientCalls.asyncBidiStreamingCall(channel.newCall(method(), options), answers), request);
		}
	};

	private static final int TIMEOUT = 10;

	private final MethodDescriptor<String, String> method;

	Way(MethodDescriptor<String, String> method) {
		this.method = method;
	}

	/**
	 * What is called.
	 * @return the method
	 */
	public MethodDescriptor<String, String> method() {
		return this.method;
	}

	/**
	 * Makes a call and waits for its end.
	 * @param channel the channel
	 * @param options for example a deadline
	 * @param request the request, three times where several are sent
	 * @return what was current in each of the client's callbacks
	 * @throws Exception what the stub threw or passed to the observer
	 */
	public List<Seen> call(Channel channel, CallOptions options, String request) throws Exception {
		Answers answers = new Answers();
		call(channel, options, request, answers);
		answers.done.get(TIMEOUT, TimeUnit.SECONDS);
		return answers.seen;
	}

	abstract void call(Channel channel, CallOptions options, String request, Answers answers) throws Exception;

	private static void send(StreamObserver<String> requests, String request) {
		requests.onNext(request);
		requests.onNext(request);
		requests.onNext(request);
		requests.onCompleted();
	}

	static final class Answers implements StreamObserver<String> {

		private final List<Seen> seen = new CopyOnWriteArrayList<>();

		private final CompletableFuture<Void> done = new CompletableFuture<>();

		@Override
		public void onNext(String answer) {
			this.seen.add(Seen.in("message"));
		}

		@Override
		public void onError(Throwable error) {
			this.seen.add(Seen.in("error"));
			this.done.completeExceptionally(error);
		}

		@Override
		public void onCompleted() {
			this.seen.add(Seen.in("close"));
			this.done.complete(null);
		}

	}

}
