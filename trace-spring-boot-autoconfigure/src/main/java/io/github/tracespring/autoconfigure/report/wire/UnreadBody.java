// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.wire;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * A body nobody needs: the status alone decides. A short one is taken off the connection,
 * so that it can be used again; a long one ends the connection.
 */
final class UnreadBody implements HttpResponse.BodySubscriber<Void> {

	private static final int MAX_BYTES = 64 * 1024;

	private Flow.Subscription subscription;

	private long bytes;

	@Override
	public CompletionStage<Void> getBody() {
		return CompletableFuture.completedFuture(null);
	}

	@Override
	public void onSubscribe(Flow.Subscription subscription) {
		this.subscription = subscription;
		subscription.request(1);
	}

	@Override
	public void onNext(List<ByteBuffer> buffers) {
		for (ByteBuffer buffer : buffers) {
			this.bytes += buffer.remaining();
		}
		if (this.bytes > MAX_BYTES) {
			this.subscription.cancel();
		}
		else {
			this.subscription.request(1);
		}
	}

	@Override
	public void onError(Throwable failure) {
	}

	@Override
	public void onComplete() {
	}

}
