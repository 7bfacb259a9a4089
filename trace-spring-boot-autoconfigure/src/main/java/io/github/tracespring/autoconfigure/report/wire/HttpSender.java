// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.wire;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import io.opentelemetry.sdk.common.CompletableResultCode;

import io.github.tracespring.autoconfigure.config.Endpoint;

/**
 * Posts to a back end on the JDK's HTTP client, with the endpoint's credentials. Takes
 * any 2xx for a success. Redirects are not followed, since they would lose the spans and
 * tell the credentials to another host. Connects when it is first used.
 */
public final class HttpSender {

	private final Endpoint endpoint;

	private final Duration timeout;

	private final String thread;

	private final Set<CompletableFuture<?>> inFlight = ConcurrentHashMap.newKeySet();

	private Connection connection;

	private boolean closed;

	/**
	 * Creates the sender.
	 * @param endpoint where to post to
	 * @param timeout how long one request may take
	 * @param thread the name of its threads
	 */
	public HttpSender(Endpoint endpoint, Duration timeout, String thread) {
		this.endpoint = endpoint;
		this.timeout = timeout;
		this.thread = thread;
	}

	/**
	 * Starts to post.
	 * @param body the body
	 * @param headers names and values in turn, at least the content type
	 * @return what becomes of it, a failure once this is closed
	 */
	public CompletableResultCode post(byte[] body, String... headers) {
		HttpClient client = client();
		if (client == null) {
			return CompletableResultCode.ofFailure();
		}
		CompletableResultCode result = new CompletableResultCode();
		CompletableFuture<HttpResponse<Void>> exchange = client.sendAsync(request(body, headers),
				(response) -> new UnreadBody());
		this.inFlight.add(exchange);
		exchange.whenComplete((response, failure) -> {
			this.inFlight.remove(exchange);
			settle(result, response, failure);
		});
		return result;
	}

	private HttpRequest request(byte[] body, String... headers) {
		HttpRequest.Builder request = HttpRequest.newBuilder(this.endpoint.uri())
			.timeout(this.timeout)
			.headers(headers)
			.POST(HttpRequest.BodyPublishers.ofByteArray(body));
		if (this.endpoint.authorization() != null) {
			request.header("Authorization", this.endpoint.authorization());
		}
		return request.build();
	}

	private static void settle(CompletableResultCode result, HttpResponse<Void> response, Throwable failure) {
		if (failure != null) {
			result.failExceptionally(Answer.unreachable(failure));
		}
		else if (response.statusCode() / 100 == 2) {
			result.succeed();
		}
		else {
			result.failExceptionally(Answer.refused(response));
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
