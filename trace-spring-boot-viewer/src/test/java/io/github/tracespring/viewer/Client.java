// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.viewer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

import zipkin2.Span;
import zipkin2.codec.SpanBytesDecoder;

/**
 * A client that is not traced.
 */
final class Client {

	private static final HttpClient client = HttpClient.newHttpClient();

	private Client() {
	}

	static HttpResponse<String> get(String url, String... headers) {
		return send(request(url, headers).GET());
	}

	static HttpResponse<String> post(String url, byte[] body, String... headers) {
		return send(request(url, headers).POST(HttpRequest.BodyPublishers.ofByteArray(body)));
	}

	static HttpResponse<String> send(HttpRequest.Builder request) {
		try {
			return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	static HttpRequest.Builder request(String url, String... headers) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(20));
		return (headers.length > 0) ? request.headers(headers) : request;
	}

	/** The id in the response's {@code traceresponse}, {@code null} if it has none. */
	static String traceId(HttpResponse<?> response) {
		return response.headers().firstValue("traceresponse").map((value) -> value.split("-")[1]).orElse(null);
	}

	static List<Span> spans(HttpResponse<String> trace) {
		List<Span> spans = new ArrayList<>();
		SpanBytesDecoder.JSON_V2.decodeList(trace.body().getBytes(StandardCharsets.UTF_8), spans);
		return spans;
	}

	static byte[] gzip(byte[] content) {
		ByteArrayOutputStream compressed = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
			gzip.write(content);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return compressed.toByteArray();
	}

}
