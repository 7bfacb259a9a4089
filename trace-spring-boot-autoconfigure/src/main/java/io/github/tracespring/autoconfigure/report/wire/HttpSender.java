// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.wire;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.UnaryOperator;

import io.opentelemetry.sdk.common.CompletableResultCode;

import org.springframework.boot.ssl.SslBundle;

/**
 * Posts to a back end on the JDK's HTTP client. Takes any 2xx for a success. What is
 * answered is read up to a bound. Redirects are not followed, since they would lose the
 * spans and tell the credentials to another host. Connects when it is first used.
 */
public final class HttpSender {

	private final Receiver receiver;

	private final AnswerBody answers;

	private final String thread;

	private final Set<Exchange> inFlight = ConcurrentHashMap.newKeySet();

	private Connection connection;

	private boolean closed;

	/**
	 * Creates the sender.
	 * @param receiver where to post to
	 * @param answers reads what is answered
	 * @param thread the name of its threads
	 */
	public HttpSender(Receiver receiver, AnswerBody answers, String thread) {
		this.receiver = receiver;
		this.answers = answers;
		this.thread = thread;
	}

	/**
	 * Starts to post.
	 * @param contentType the type of the body
	 * @param body the body, not to be changed unless it arrived
	 * @return what becomes of it, a failure once this is closed
	 */
	public CompletableResultCode post(String contentType, byte[] body) {
		return post(contentType, "identity", ByteBuffer.wrap(body));
	}

	/**
	 * Starts to post, gzip compressed where the receiver is to get that.
	 * @param contentType the type of the body
	 * @param body the body, in an array, likewise
	 * @return what becomes of it, a failure once this is closed
	 */
	public CompletableResultCode post(String contentType, ByteBuffer body) {
		return this.receiver.compressed() ? post(contentType, "gzip", ByteBuffer.wrap(Gzip.compress(body)))
				: post(contentType, "identity", body);
	}

	private CompletableResultCode post(String contentType, String encoding, ByteBuffer body) {
		HttpRequest.Builder request = HttpRequest.newBuilder(this.receiver.uri())
			.timeout(this.receiver.timeout())
			.POST(BodyPublishers.fromPublisher(new ArrayBody(body), body.remaining()));
		Attempt attempt;
		try {
			attempt = new Attempt(this.receiver, this.receiver.headers().current());
			attempt.headers().forEach(request::setHeader);
		}
		catch (ExportException ex) {
			return CompletableResultCode.ofExceptionalFailure(ex);
		}
		catch (IllegalArgumentException ex) {
			// its message may hold the value
			return CompletableResultCode
				.ofExceptionalFailure(ExportException.retryable("the HTTP client refuses a header", null, null));
		}
		request.setHeader("Content-Type", contentType);
		if (!encoding.equals("identity")) {
			request.setHeader("Content-Encoding", encoding);
		}
		return send(attempt, request.build());
	}

	private CompletableResultCode send(Attempt attempt, HttpRequest request) {
		Connection connection;
		Exchange exchange;
		synchronized (this) {
			if (this.closed) {
				return CompletableResultCode.ofFailure();
			}
			connection = connection();
			exchange = new Exchange(attempt, connection.client(), request);
			this.inFlight.add(exchange);
		}
		try {
			connection.threads().execute(exchange);
		}
		catch (RuntimeException | Error ex) {
			// there is no thread to be had
			exchange.cancel(false);
			throw ex;
		}
		return attempt.result();
	}

	/**
	 * Waits for the answer: what the client does with several threads for those that do
	 * not wait costs twice as much.
	 */
	private Throwable send(HttpClient client, HttpRequest request) throws InterruptedException {
		long deadline = System.nanoTime() + this.receiver.timeout().toNanos();
		try {
			return flaw(client.send(request,
					(response) -> new BoundedBody(Duration.ofNanos(deadline - System.nanoTime()))));
		}
		catch (IOException ex) {
			// the client adds its own place to what happened
			return Answer.unreachable((ex.getCause() != null) ? ex.getCause() : ex);
		}
	}

	private Throwable flaw(HttpResponse<byte[]> response) {
		if (response.statusCode() / 100 == 2) {
			return this.answers.ofSuccess(response.body());
		}
		UnaryOperator<String> headers = (name) -> response.headers().firstValue(name).orElse(null);
		String type = response.headers().firstValue("Content-Type").orElse("");
		return Answer.refused(response.statusCode(), this.receiver.uri(), headers,
				this.answers.ofRefusal(type, response.body()));
	}

	/**
	 * Made when it is needed, since a client costs 100 ms that start-up should not pay,
	 * and again when the certificates have changed.
	 */
	private Connection connection() {
		SslBundle ssl = this.receiver.ssl().get();
		if (this.connection == null || this.connection.ssl() != ssl) {
			this.connection = Connection.open(this.thread, this.receiver.timeout(), ssl);
		}
		return this.connection;
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

	/**
	 * A request that is on its way, until it is answered or given up.
	 */
	private final class Exchange extends FutureTask<Throwable> {

		private final Attempt attempt;

		Exchange(Attempt attempt, HttpClient client, HttpRequest request) {
			super(() -> send(client, request));
			this.attempt = attempt;
		}

		@Override
		protected void done() {
			HttpSender.this.inFlight.remove(this);
			try {
				this.attempt.settle(get());
			}
			catch (ExecutionException ex) {
				this.attempt.settle(ex.getCause());
			}
			catch (CancellationException | InterruptedException ex) {
				this.attempt.settle(ex);
			}
		}

	}

}
