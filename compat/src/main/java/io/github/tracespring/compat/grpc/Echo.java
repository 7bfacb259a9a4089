// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.compat.grpc;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;

import io.github.tracespring.compat.Said;
import io.grpc.BindableService;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A service without generated code, whose messages are texts.
 */
public final class Echo implements BindableService {

	private static final Logger logger = LoggerFactory.getLogger(Echo.class);

	private static final MethodDescriptor<String, String> ONCE = method("Once", MethodDescriptor.MethodType.UNARY);

	private static final MethodDescriptor<String, String> TWICE = method("Twice",
			MethodDescriptor.MethodType.SERVER_STREAMING);

	@Override
	public ServerServiceDefinition bindService() {
		return ServerServiceDefinition.builder("compat.Echo")
			.addMethod(ONCE, ServerCalls.asyncUnaryCall(this::once))
			.addMethod(TWICE, ServerCalls.asyncServerStreamingCall(this::twice))
			.build();
	}

	private void once(String text, StreamObserver<String> answer) {
		if (text.isEmpty()) {
			answer.onError(Status.INVALID_ARGUMENT.withDescription("nothing to echo").asException());
			return;
		}
		logger.info("once {}", text);
		answer.onNext(text);
		answer.onCompleted();
	}

	private void twice(String text, StreamObserver<String> answer) {
		answer.onNext(text);
		answer.onNext(text);
		answer.onCompleted();
	}

	static void callAll(Channel channel) {
		Said.say(ClientCalls.blockingUnaryCall(channel, ONCE, CallOptions.DEFAULT, "unary"));
		Iterator<String> answers = ClientCalls.blockingServerStreamingCall(channel, TWICE, CallOptions.DEFAULT,
				"stream");
		answers.forEachRemaining(Said::say);
		try {
			ClientCalls.blockingUnaryCall(channel, ONCE, CallOptions.DEFAULT, "");
		}
		catch (StatusRuntimeException ex) {
			Said.say(ex.getMessage());
		}
	}

	private static MethodDescriptor<String, String> method(String name, MethodDescriptor.MethodType type) {
		return MethodDescriptor.<String, String>newBuilder(new Text(), new Text())
			.setType(type)
			.setFullMethodName(MethodDescriptor.generateFullMethodName("compat.Echo", name))
			.build();
	}

	private static final class Text implements MethodDescriptor.Marshaller<String> {

		@Override
		public InputStream stream(String value) {
			return new ByteArrayInputStream(value.getBytes(StandardCharsets.UTF_8));
		}

		@Override
		public String parse(InputStream stream) {
			try (stream) {
				return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
