// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.wire;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

import io.opentelemetry.sdk.common.CompletableResultCode;

import io.github.tracespring.autoconfigure.config.Endpoint;

/**
 * Posts to a back end on the JDK's HTTP client, with the endpoint's credentials. Takes
 * any 2xx for a success. What the client answers is read up to a bound. Redirects are not
 * followed, since they would lose the spans and tell the credentials to another host.
 * Connects when it is first used.
 */
public final class HttpSender {

	private final URI uri;

	private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

	private final AnswerBody answers;

	private final Duration timeout;

	private final String thread;

	private final Set<CompletableFuture<?>> inFlight = ConcurrentHashMap.newKeySet();

	private Connection connection;

	private boolean closed;

	/**
	 * Creates the sender.
	 * @param endpoint where to post to
	 * @param headers headers of each request; one of them wins over the credentials in
	 * the endpoint
	 * @param answers reads what is answered
	 * @param timeout how long one request may take
	 * @param thread the name of its threads
	 */
	public HttpSender(Endpoint endpoint, Map<String, String> headers, AnswerBody answers, Duration timeout,
			String thread) {
		this.uri = endpoint.uri();
		if (endpoint.authorization() != null) {
			this.headers.put("Authorization", endpoint.authorization());
		}
		this.headers.putAll(headers);
		this.answers = answers;
		this.timeout = timeout;
		this.thread = thread;
	}

	/**
	 * Starts to post.
	 * @param contentType the type of the body
	 * @param body the body
	 * @return what becomes of it, a failure once this is closed
	 */
	public CompletableResultCode post(String contentType, byte[] body) {
		return post(request(contentType, body));
	}

	/**
	 * Starts to post, gzip compressed.
	 * @param contentType the type of the body
	 * @param body the body, in an array
	 * @return what becomes of it, a failure once this is closed
	 */
	public CompletableResultCode postCompressed(String contentType, ByteBuffer body) {
		return post(request(contentType, Gzip.compress(body)).setHeader("Content-Encoding", "gzip"));
	}

	private HttpRequest.Builder request(String contentType, byte[] body) {
		HttpRequest.Builder request = HttpRequest.newBuilder(this.uri)
			.timeout(this.timeout)
			.POST(HttpRequest.BodyPublishers.ofByteArray(body));
		this.headers.forEach(request::setHeader);
		return request.setHeader("Content-Type", contentType);
	}

	private CompletableResultCode post(HttpRequest.Builder request) {
		HttpClient client = client();
		if (client == null) {
			return CompletableResultCode.ofFailure();
		}
		CompletableResultCode result = new CompletableResultCode();
		long deadline = System.nanoTime() + this.timeout.toNanos();
		CompletableFuture<HttpResponse<byte[]>> exchange = client.sendAsync(request.build(),
				(response) -> new BoundedBody(Duration.ofNanos(deadline - System.nanoTime())));
		this.inFlight.add(exchange);
		exchange.whenComplete((response, failure) -> {
			this.inFlight.remove(exchange);
			settle(result, response, failure);
		});
		return result;
	}

	private void settle(CompletableResultCode result, HttpResponse<byte[]> response, Throwable failure) {
		Throwable flaw;
		if (failure != null) {
			flaw = Answer.unreachable(failure);
		}
		else if (response.statusCode() / 100 == 2) {
			flaw = this.answers.ofSuccess(response.body());
		}
		else {
			UnaryOperator<String> headers = (name) -> response.headers().firstValue(name).orElse(null);
			String type = response.headers().firstValue("Content-Type").orElse("");
			flaw = Answer.refused(response.statusCode(), this.uri, headers,
					this.answers.ofRefusal(type, response.body()));
		}
		if (flaw != null) {
			result.failExceptionally(flaw);
		}
		else {
			result.succeed();
		}
	}

	/** Made when it is needed: a client costs 100 ms, which start-up should not pay. */
	private synchronized HttpClient client() {
		if (this.connection == null && !this.closed) {
			this.connection = Connection.open(this.thread, this.timeout);
		}
		return this.closed ? null : this.connection.client();
	}

	/** Gives up what is on its way. */
	public synchronized void close() {
		this.closed = true;
		this.inFlight.forEach((exchange) -> exchange.cancel(true));
		if (this.connection != null) {
			this.connection.close();
			this.connection = null;
		}
	}

}
