// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.otlp;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import com.google.protobuf.Any;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;

import io.github.tracespring.autoconfigure.report.Collector;

/**
 * An OTLP back end on grpc-java and the official service.
 */
final class GrpcCollector extends TraceServiceGrpc.TraceServiceImplBase implements Collector, ServerInterceptor {

	private final ExecutorService threads = Executors.newCachedThreadPool((task) -> new Thread(task, "collector-grpc"));

	private final AtomicInteger requests = new AtomicInteger();

	private final List<Long> arrivals = new CopyOnWriteArrayList<>();

	private final List<ExportTraceServiceRequest> taken = new CopyOnWriteArrayList<>();

	private final List<Runnable> unanswered = new ArrayList<>();

	private final Server server;

	private volatile Map<String, String> headers = Map.of();

	private volatile ExportTraceServiceResponse answer = ExportTraceServiceResponse.getDefaultInstance();

	private StatusException failure = Status.INTERNAL.withDescription("not today").asException();

	private Mood mood = Mood.WELL;

	GrpcCollector() throws Exception {
		this.server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
			.executor(this.threads)
			.addService(this)
			.intercept(this)
			.build()
			.start();
	}

	@Override
	public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata metadata,
			ServerCallHandler<Q, A> next) {
		Map<String, String> received = new TreeMap<>();
		for (String name : metadata.keys()) {
			received.put(name, metadata.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER)));
		}
		this.headers = received;
		return next.startCall(call, metadata);
	}

	@Override
	public synchronized void export(ExportTraceServiceRequest request,
			StreamObserver<ExportTraceServiceResponse> answer) {
		this.arrivals.add(System.nanoTime());
		this.requests.incrementAndGet();
		switch (this.mood) {
			case WELL -> take(request, answer);
			case FAILING -> answer.onError(this.failure);
			case HANGING -> this.unanswered.add(() -> take(request, answer));
		}
	}

	private void take(ExportTraceServiceRequest request, StreamObserver<ExportTraceServiceResponse> answer) {
		this.taken.add(request);
		answer.onNext(this.answer);
		answer.onCompleted();
	}

	void answerWith(ExportTraceServiceResponse answer) {
		this.answer = answer;
	}

	@Override
	public void refuse(String reason) {
		failWith(Status.INVALID_ARGUMENT.withDescription(reason), null);
	}

	synchronized void failWith(Status status, RetryInfo retryInfo) {
		Metadata trailers = new Metadata();
		if (retryInfo != null) {
			com.google.rpc.Status details = com.google.rpc.Status.newBuilder()
				.setCode(status.getCode().value())
				.addDetails(Any.pack(ErrorInfo.getDefaultInstance()))
				.addDetails(Any.pack(retryInfo))
				.build();
			trailers.put(Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER),
					details.toByteArray());
		}
		this.failure = status.asException(trailers);
		mood(Mood.FAILING);
	}

	List<Long> arrivals() {
		return this.arrivals;
	}

	List<ExportTraceServiceRequest> taken() {
		return this.taken;
	}

	@Override
	public String endpoint() {
		return "http://localhost:" + this.server.getPort();
	}

	@Override
	public synchronized void mood(Mood mood) {
		this.mood = mood;
		if (mood == Mood.WELL) {
			this.unanswered.forEach(Runnable::run);
			this.unanswered.clear();
		}
	}

	@Override
	public int requests() {
		return this.requests.get();
	}

	@Override
	public List<String> names() {
		return this.taken.stream().map(OtlpSpans::names).flatMap(List::stream).toList();
	}

	@Override
	public Map<String, String> headers() {
		return this.headers;
	}

	@Override
	public void close() {
		this.server.shutdownNow();
		this.threads.shutdownNow();
	}

}
