// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.testing.grpc;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;

/**
 * A service of all four kinds, which answers what it is told to by the request: the text
 * again, {@code throw}, {@code map}, {@code hang}, {@code twice}, or the name of a status
 * code, with a cause if a {@code !} follows. It remembers what was current in each
 * callback.
 */
public final class Echo implements BindableService {

	/** One request, one answer. */
	public static final MethodDescriptor<String, String> UNARY = method(MethodType.UNARY, "Unary");

	/** One request, three answers. */
	public static final MethodDescriptor<String, String> DOWN = method(MethodType.SERVER_STREAMING, "Down");

	/** Many requests, one answer. */
	public static final MethodDescriptor<String, String> UP = method(MethodType.CLIENT_STREAMING, "Up");

	/** An answer for each request. */
	public static final MethodDescriptor<String, String> BOTH = method(MethodType.BIDI_STREAMING, "Both");

	/** Not traced, by configuration. */
	public static final MethodDescriptor<String, String> QUIET = method(MethodType.UNARY, "Quiet");

	/** Whose callers are not trusted, by configuration. */
	public static final MethodDescriptor<String, String> STRANGE = method(MethodType.UNARY, "Strange");

	/** A method that no service has. */
	public static final MethodDescriptor<String, String> UNKNOWN = method(MethodType.UNARY, "Unknown");

	private final List<Seen> seen = new CopyOnWriteArrayList<>();

	private final AtomicInteger open = new AtomicInteger();

	private volatile CountDownLatch cancelled = new CountDownLatch(1);

	private static MethodDescriptor<String, String> method(MethodType type, String name) {
		return MethodDescriptor.<String, String>newBuilder()
			.setType(type)
			.setFullMethodName("test.Echo/" + name)
			.setRequestMarshaller(new Text())
			.setResponseMarshaller(new Text())
			.build();
	}

	@Override
	public ServerServiceDefinition bindService() {
		return ServerServiceDefinition.builder("test.Echo")
			.addMethod(UNARY, ServerCalls.asyncUnaryCall(this::unary))
			.addMethod(STRANGE, ServerCalls.asyncUnaryCall(this::unary))
			.addMethod(QUIET, ServerCalls.asyncUnaryCall(this::unary))
			.addMethod(DOWN, ServerCalls.asyncServerStreamingCall(this::down))
			.addMethod(UP, ServerCalls.asyncClientStreamingCall((answers) -> stream(answers, false)))
			.addMethod(BOTH, ServerCalls.asyncBidiStreamingCall((answers) -> stream(answers, true)))
			.build();
	}

	private void unary(String request, StreamObserver<String> answers) {
		watch(answers);
		this.seen.add(Seen.in("half-close"));
		if (answer(request, answers)) {
			answers.onCompleted();
			if (request.equals("twice")) {
				answers.onCompleted();
			}
		}
	}

	private void down(String request, StreamObserver<String> answers) {
		watch(answers);
		this.seen.add(Seen.in("half-close"));
		if (answer(request, answers) && answer(request, answers) && answer(request, answers)) {
			answers.onCompleted();
		}
	}

	private StreamObserver<String> stream(StreamObserver<String> answers, boolean each) {
		watch(answers);
		this.seen.add(Seen.in("start"));
		return new StreamObserver<>() {

			private boolean open = true;

			private String last = "nothing";

			@Override
			public void onNext(String request) {
				Echo.this.seen.add(Seen.in("message"));
				this.last = request;
				if (each) {
					this.open = answer(request, answers);
				}
			}

			@Override
			public void onError(Throwable error) {
				Echo.this.seen.add(Seen.in("error"));
			}

			@Override
			public void onCompleted() {
				Echo.this.seen.add(Seen.in("half-close"));
				if (this.open && (each || answer(this.last, answers))) {
					answers.onCompleted();
				}
			}

		};
	}

	private void watch(StreamObserver<String> answers) {
		ServerCallStreamObserver<String> call = (ServerCallStreamObserver<String>) answers;
		this.open.incrementAndGet();
		call.setOnCancelHandler(() -> {
			this.open.decrementAndGet();
			this.seen.add(Seen.in("cancel"));
			this.cancelled.countDown();
		});
		call.setOnReadyHandler(() -> this.seen.add(Seen.in("ready")));
		call.setOnCloseHandler(() -> {
			this.open.decrementAndGet();
			this.seen.add(Seen.in("complete"));
		});
	}

	/** Whether the call goes on. */
	private static boolean answer(String request, StreamObserver<String> answers) {
		if (request.equals("throw")) {
			throw new IllegalStateException("told to");
		}
		if (request.equals("map")) {
			throw new UnsupportedOperationException("told to");
		}
		if (request.equals("hang")) {
			return false;
		}
		String code = request.replace("!", "");
		for (Status.Code known : Status.Code.values()) {
			if (known.name().equals(code)) {
				Status status = known.toStatus();
				answers.onError((request.endsWith("!") ? status.withCause(new IOException("the disk")) : status)
					.asRuntimeException());
				return false;
			}
		}
		answers.onNext(request);
		return true;
	}

	/**
	 * What was current in the callbacks so far.
	 * @return one entry for each
	 */
	public List<Seen> seen() {
		return this.seen;
	}

	boolean isIdle() {
		return this.open.get() == 0;
	}

	CountDownLatch cancelled() {
		return this.cancelled;
	}

	void reset() {
		this.seen.clear();
		this.cancelled = new CountDownLatch(1);
	}

	private static final class Text implements MethodDescriptor.Marshaller<String> {

		@Override
		public InputStream stream(String text) {
			return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
		}

		@Override
		public String parse(InputStream stream) {
			try {
				return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
