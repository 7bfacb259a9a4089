// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.wire;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;

/**
 * As much of an answer's body as has arrived in time and is of use. It never fails: the
 * status has told already what counts. A short body is taken off the connection, so that
 * that can be used again; a long or slow one ends the connection.
 */
final class BoundedBody implements HttpResponse.BodySubscriber<byte[]> {

	private static final int MAX_BYTES = 64 * 1024;

	private final ByteArrayOutputStream read = new ByteArrayOutputStream();

	/** Whether all has been read. */
	private final CompletableFuture<Boolean> end = new CompletableFuture<>();

	private volatile Flow.Subscription subscription;

	BoundedBody(Duration timeout) {
		this.end.completeOnTimeout(false, timeout.toNanos(), TimeUnit.NANOSECONDS);
	}

	@Override
	public CompletionStage<byte[]> getBody() {
		return this.end.thenApply((complete) -> {
			Flow.Subscription body = this.subscription;
			if (!complete && body != null) {
				body.cancel();
			}
			return this.read.toByteArray();
		});
	}

	@Override
	public void onSubscribe(Flow.Subscription subscription) {
		this.subscription = subscription;
		subscription.request(1);
	}

	@Override
	public void onNext(List<ByteBuffer> buffers) {
		for (ByteBuffer buffer : buffers) {
			byte[] bytes = new byte[Math.min(buffer.remaining(), MAX_BYTES - this.read.size())];
			buffer.get(bytes);
			this.read.write(bytes, 0, bytes.length);
		}
		if (this.read.size() == MAX_BYTES) {
			this.end.complete(false);
		}
		this.subscription.request(1);
	}

	@Override
	public void onError(Throwable failure) {
		this.end.complete(true);
	}

	@Override
	public void onComplete() {
		this.end.complete(true);
	}

}
