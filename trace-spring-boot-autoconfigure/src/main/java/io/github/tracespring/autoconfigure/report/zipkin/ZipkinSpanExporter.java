// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.zipkin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import zipkin2.Span;
import zipkin2.codec.SpanBytesEncoder;

import io.github.tracespring.autoconfigure.config.Endpoint;

/**
 * Posts finished spans to Zipkin's {@code POST /api/v2/spans}: JSON v2, gzip compressed,
 * on the JDK's HTTP client. Takes any 2xx for a success. Redirects are not followed,
 * since they would lose the spans and tell the credentials to another host.
 *
 * @see <a href="https://zipkin.io/zipkin-api/">Zipkin API</a>
 */
public final class ZipkinSpanExporter implements SpanExporter {

	private final Endpoint endpoint;

	private final Duration timeout;

	private final ZipkinSpanConverter converter = ZipkinSpanConverter.standard();

	private final Set<CompletableFuture<?>> inFlight = ConcurrentHashMap.newKeySet();

	private Connection connection;

	private boolean closed;

	/**
	 * Creates the exporter, which connects when the first batch is sent.
	 * @param endpoint where to post to
	 * @param timeout how long one request may take
	 */
	public ZipkinSpanExporter(Endpoint endpoint, Duration timeout) {
		this.endpoint = endpoint;
		this.timeout = timeout;
	}

	@Override
	public CompletableResultCode export(Collection<SpanData> spans) {
		HttpClient client = client();
		if (client == null) {
			return CompletableResultCode.ofFailure();
		}
		CompletableResultCode result = new CompletableResultCode();
		CompletableFuture<HttpResponse<Void>> exchange = client.sendAsync(request(spans),
				(response) -> new UnreadBody());
		this.inFlight.add(exchange);
		exchange.whenComplete((response, failure) -> {
			this.inFlight.remove(exchange);
			settle(result, response, failure);
		});
		return result;
	}

	private HttpRequest request(Collection<SpanData> spans) {
		HttpRequest.Builder request = HttpRequest.newBuilder(this.endpoint.uri())
			.timeout(this.timeout)
			.header("Content-Type", "application/json")
			.header("Content-Encoding", "gzip")
			.POST(HttpRequest.BodyPublishers.ofByteArray(gzip(encode(spans))));
		if (this.endpoint.authorization() != null) {
			request.header("Authorization", this.endpoint.authorization());
		}
		return request.build();
	}

	private byte[] encode(Collection<SpanData> spans) {
		List<Span> converted = new ArrayList<>(spans.size());
		for (SpanData span : spans) {
			converted.add(this.converter.convert(span));
		}
		return SpanBytesEncoder.JSON_V2.encodeList(converted);
	}

	private static byte[] gzip(byte[] json) {
		ByteArrayOutputStream compressed = new ByteArrayOutputStream(json.length / 4 + 64);
		try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
			gzip.write(json);
		}
		catch (IOException ex) {
			throw new IllegalStateException("memory does not fail", ex);
		}
		return compressed.toByteArray();
	}

	private static void settle(CompletableResultCode result, HttpResponse<Void> response, Throwable failure) {
		if (failure != null) {
			boolean wrapped = failure instanceof CompletionException && failure.getCause() != null;
			result.failExceptionally(wrapped ? failure.getCause() : failure);
		}
		else if (response.statusCode() / 100 == 2) {
			result.succeed();
		}
		else {
			String hint = (response.statusCode() / 100 == 3) ? ", and redirects are not followed" : "";
			result.failExceptionally(new IOException("HTTP " + response.statusCode() + hint));
		}
	}

	/** Made when it is needed: a client costs 100 ms, which start-up should not pay. */
	private synchronized HttpClient client() {
		if (this.connection == null && !this.closed) {
			this.connection = Connection.open(this.timeout);
		}
		return this.closed ? null : this.connection.client();
	}

	@Override
	public CompletableResultCode flush() {
		return CompletableResultCode.ofSuccess();
	}

	/** Gives up what is on its way. */
	@Override
	public synchronized CompletableResultCode shutdown() {
		this.closed = true;
		this.inFlight.forEach((exchange) -> exchange.cancel(true));
		if (this.connection != null) {
			this.connection.close();
			this.connection = null;
		}
		return CompletableResultCode.ofSuccess();
	}

}
