// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.otlp;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

import io.opentelemetry.sdk.common.CompletableResultCode;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Connection;
import okhttp3.ConnectionSpec;
import okhttp3.Dispatcher;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;

import io.github.tracespring.autoconfigure.report.wire.Answer;
import io.github.tracespring.autoconfigure.report.wire.Attempt;
import io.github.tracespring.autoconfigure.report.wire.DaemonThreads;
import io.github.tracespring.autoconfigure.report.wire.Receiver;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslOptions;

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

	private final Receiver collector;

	private final OkHttpClient client;

	private final SslBundle ssl;

	private final Request template;

	GrpcCalls(Receiver collector, SslBundle ssl, int maxInFlight) {
		this.collector = collector;
		Duration timeout = collector.timeout();
		Dispatcher dispatcher = new Dispatcher(this.threads);
		dispatcher.setMaxRequestsPerHost(maxInFlight);
		dispatcher.setMaxRequests(maxInFlight);
		boolean tls = "https".equals(collector.uri().getScheme());
		OkHttpClient.Builder builder = new OkHttpClient.Builder().dispatcher(dispatcher)
			// without TLS there is nothing to negotiate with
			.protocols(tls ? List.of(Protocol.HTTP_2, Protocol.HTTP_1_1) : List.of(Protocol.H2_PRIOR_KNOWLEDGE))
			.eventListener(new Prompt())
			.followRedirects(false)
			.connectTimeout((timeout.compareTo(MAX_CONNECT_TIMEOUT) < 0) ? timeout : MAX_CONNECT_TIMEOUT)
			// when one of these is over, okhttp looks whether the connection is alive
			.readTimeout(timeout)
			.writeTimeout(timeout)
			.callTimeout(timeout.plus(GRACE));
		if (ssl != null) {
			secure(builder, ssl);
		}
		this.client = builder.build();
		this.ssl = ssl;
		this.template = new Request.Builder().url(collector.uri() + METHOD)
			.header("te", "trailers")
			.header("grpc-timeout", timeout.toMillis() + "m")
			.build();
	}

	private static void secure(OkHttpClient.Builder client, SslBundle ssl) {
		for (TrustManager trust : ssl.getManagers().getTrustManagers()) {
			if (trust instanceof X509TrustManager certificates) {
				client.sslSocketFactory(ssl.createSslContext().getSocketFactory(), certificates);
			}
		}
		SslOptions options = ssl.getOptions();
		ConnectionSpec.Builder spec = new ConnectionSpec.Builder(ConnectionSpec.MODERN_TLS);
		if (options.getCiphers() != null) {
			spec.cipherSuites(options.getCiphers());
		}
		if (options.getEnabledProtocols() != null) {
			spec.tlsVersions(options.getEnabledProtocols());
		}
		client.connectionSpecs(List.of(spec.build()));
	}

	/** The certificates, {@code null} for the JVM's. */
	SslBundle ssl() {
		return this.ssl;
	}

	/**
	 * Starts a call.
	 * @param headers the call's headers beside gRPC's own
	 * @param message the request, in an array
	 * @return what becomes of it
	 */
	CompletableResultCode call(Map<String, String> headers, ByteBuffer message) {
		Attempt attempt = new Attempt(this.collector, headers);
		long deadline = System.nanoTime() + this.collector.timeout().toNanos();
		Request.Builder request = this.template.newBuilder().post(new GrpcMessage(message));
		headers.forEach((name, value) -> {
			if (this.template.header(name) == null) {
				request.header(name, value);
			}
		});
		this.client.newCall(request.build()).enqueue(new Callback() {

			@Override
			public void onResponse(Call call, Response response) {
				try (response) {
					attempt.settle(GrpcAnswer.read(response));
				}
				catch (Throwable ex) {
					attempt.settle(Answer.unreachable(ex));
				}
			}

			@Override
			public void onFailure(Call call, IOException failure) {
				// a collector may be first to give up, and then it is told as a stream
				// that was reset
				boolean over = System.nanoTime() - deadline >= 0;
				attempt.settle(Answer.unreachable(over ? new InterruptedIOException("timeout") : failure));
			}

		});
		return attempt.result();
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

	/**
	 * Has all that is written sent at once. Otherwise the end of a batch waits until the
	 * receiver has acknowledged what came before, for which it takes 40 ms.
	 */
	private static final class Prompt extends EventListener {

		@Override
		public void connectionAcquired(Call call, Connection connection) {
			try {
				connection.socket().setTcpNoDelay(true);
			}
			catch (SocketException ex) {
				// then it takes those 40 ms
			}
		}

	}

}
