// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.otlp;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.UnknownFieldSet;
import com.google.rpc.Code;
import com.google.rpc.RetryInfo;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;

import io.github.tracespring.autoconfigure.report.FaultCollector;

/**
 * A failing OTLP back end on grpc-java and the official service.
 */
final class GrpcFaultCollector extends FaultCollector {

	private static final StatusRuntimeException RESTING = StatusProto
		.toStatusRuntimeException(com.google.rpc.Status.newBuilder()
			.setCode(Code.RESOURCE_EXHAUSTED_VALUE)
			.addDetails(Any
				.pack(RetryInfo.newBuilder().setRetryDelay(Duration.newBuilder().setSeconds(REST.toSeconds())).build()))
			.build());

	private final ExecutorService threads = Executors.newCachedThreadPool((task) -> new Thread(task, "collector-grpc"));

	private Server server;

	GrpcFaultCollector() throws Exception {
		start();
	}

	@Override
	protected int listen(int port) throws Exception {
		this.server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
			.executor(this.threads)
			.addService(new Service())
			.build()
			.start();
		return this.server.getPort();
	}

	@Override
	protected void stopListening() throws InterruptedException {
		this.server.shutdownNow().awaitTermination();
	}

	@Override
	public String endpoint() {
		return "http://127.0.0.1:" + port();
	}

	private void answer(Fault fault, List<String> ids, ServerCallStreamObserver<ExportTraceServiceResponse> answer)
			throws InterruptedException {
		switch (fault) {
			case NONE, REFUSES -> take(ids, answer, ExportTraceServiceResponse.getDefaultInstance());
			case HANGS -> {
				hang();
				answer.onError(Status.UNAVAILABLE.asException());
			}
			case UNAVAILABLE -> answer.onError(Status.UNAVAILABLE.asException());
			case RESTS -> answer.onError(RESTING);
			case TAKES_ONE -> take(ids.subList(0, 1), answer, OtlpSpans.partialSuccess(ids.size() - 1, REASON));
			case REJECTS -> answer.onError(Status.INVALID_ARGUMENT.withDescription(REASON).asException());
			case SLOW -> {
				TimeUnit.NANOSECONDS.sleep(SLOWNESS.toNanos());
				take(ids, answer, ExportTraceServiceResponse.getDefaultInstance());
			}
			case CHATTY -> {
				answer.setOnCloseHandler(() -> said(MEGABYTES));
				answer.setOnCancelHandler(() -> said(0));
				take(ids, answer, large());
			}
			case BUSY, REDIRECTS -> throw new IllegalArgumentException("gRPC has no " + fault);
		}
	}

	private void take(List<String> ids, StreamObserver<ExportTraceServiceResponse> answer,
			ExportTraceServiceResponse response) {
		take(ids);
		answer.onNext(response);
		answer.onCompleted();
	}

	/** With a field of a later version. */
	private static ExportTraceServiceResponse large() {
		UnknownFieldSet.Field field = UnknownFieldSet.Field.newBuilder()
			.addLengthDelimited(ByteString.copyFrom(new byte[MEGABYTES * MEGABYTE]))
			.build();
		return ExportTraceServiceResponse.newBuilder()
			.setUnknownFields(UnknownFieldSet.newBuilder().addField(15, field).build())
			.build();
	}

	@Override
	public void close() throws Exception {
		super.close();
		this.threads.shutdownNow();
	}

	private final class Service extends TraceServiceGrpc.TraceServiceImplBase {

		@Override
		public void export(ExportTraceServiceRequest request, StreamObserver<ExportTraceServiceResponse> observer) {
			ServerCallStreamObserver<ExportTraceServiceResponse> answer = (ServerCallStreamObserver<ExportTraceServiceResponse>) observer;
			// so that it may be answered when the caller has gone
			answer.setOnCancelHandler(() -> {
			});
			try {
				answer(arrived(), OtlpSpans.ids(request), answer);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

	}

}
