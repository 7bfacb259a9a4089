// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.otlp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.sdk.common.CompletableResultCode;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;

import io.github.tracespring.autoconfigure.config.TelemetrySettings;
import io.github.tracespring.autoconfigure.report.wire.Answer;
import io.github.tracespring.autoconfigure.report.wire.DaemonThreads;

/**
 * Calls of OTLP's trace service on okhttp. Redirects are not followed, and what has begun
 * to be sent is not sent again here.
 *
 * @see <a href= "https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md">gRPC
 * over HTTP/2</a>
 */
final class GrpcCalls implements AutoCloseable {

	private static final String METHOD = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";

	private static final Duration MAX_CONNECT_TIMEOUT = Duration.ofSeconds(10);

	/** For the answer of a call that was given up, which shows a dead connection. */
	private static final Duration GRACE = Duration.ofMillis(500);

	private static final long END_MILLIS = 100;

	private final ExecutorService threads = DaemonThreads.pool("telemetry-otlp");

	private final OkHttpClient client;

	private final Request template;

	GrpcCalls(TelemetrySettings settings) {
		Duration timeout = settings.batch().getExportTimeout();
		Dispatcher dispatcher = new Dispatcher(this.threads);
		dispatcher.setMaxRequestsPerHost(settings.batch().getMaxInFlight());
		dispatcher.setMaxRequests(settings.batch().getMaxInFlight());
		boolean tls = "https".equals(settings.endpoint().uri().getScheme());
		this.client = new OkHttpClient.Builder().dispatcher(dispatcher)
			// without TLS there is nothing to negotiate with
			.protocols(tls ? List.of(Protocol.HTTP_2, Protocol.HTTP_1_1) : List.of(Protocol.H2_PRIOR_KNOWLEDGE))
			.followRedirects(false)
			.connectTimeout((timeout.compareTo(MAX_CONNECT_TIMEOUT) < 0) ? timeout : MAX_CONNECT_TIMEOUT)
			// when one of these is over, okhttp looks whether the connection is alive
			.readTimeout(timeout)
			.writeTimeout(timeout)
			.callTimeout(timeout.plus(GRACE))
			.build();
		this.template = template(settings);
	}

	private static Request template(TelemetrySettings settings) {
		Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		if (settings.endpoint().authorization() != null) {
			headers.put("Authorization", settings.endpoint().authorization());
		}
		headers.putAll(settings.headers());
		headers.put("te", "trailers");
		headers.put("grpc-timeout", settings.batch().getExportTimeout().toMillis() + "m");
		Request.Builder request = new Request.Builder().url(settings.endpoint().uri() + METHOD);
		headers.forEach(request::header);
		return request.build();
	}

	/**
	 * Starts a call.
	 * @param message the request, in an array
	 * @return what becomes of it
	 */
	CompletableResultCode call(ByteBuffer message) {
		CompletableResultCode result = new CompletableResultCode();
		this.client.newCall(this.template.newBuilder().post(new GrpcMessage(message)).build()).enqueue(new Callback() {

			@Override
			public void onResponse(Call call, Response response) {
				try (response) {
					settle(GrpcAnswer.read(response));
				}
				catch (Throwable ex) {
					settle(Answer.unreachable(ex));
				}
			}

			@Override
			public void onFailure(Call call, IOException failure) {
				settle(Answer.unreachable(failure));
			}

			private void settle(Throwable flaw) {
				if (flaw != null) {
					result.failExceptionally(flaw);
				}
				else {
					result.succeed();
				}
			}

		});
		return result;
	}

	/**
	 * Gives up what is on its way. Only idle connections can be closed, and one is idle
	 * when the threads of its calls have seen that they are given up.
	 */
	@Override
	public void close() {
		this.client.dispatcher().cancelAll();
		this.threads.shutdownNow();
		try {
			this.threads.awaitTermination(END_MILLIS, TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.client.connectionPool().evictAll();
	}

}
