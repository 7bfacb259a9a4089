// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.otlp;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;

/**
 * Encodes batches into the array of an earlier one that arrived.
 */
final class OtlpMessages {

	private static final int LARGEST_KEPT = 1 << 20;

	private final AtomicReference<byte[]> spare = new AtomicReference<>();

	/**
	 * Sends a batch.
	 * @param spans finished spans
	 * @param send begins to send the message, which nobody reads after a success
	 * @return what becomes of it
	 */
	CompletableResultCode send(Collection<SpanData> spans, Function<ByteBuffer, CompletableResultCode> send) {
		ByteBuffer message = OtlpEncoder.encode(spans, this.spare.getAndSet(null));
		CompletableResultCode result = send.apply(message);
		result.whenComplete(() -> {
			if (result.isSuccess() && message.array().length <= LARGEST_KEPT) {
				this.spare.set(message.array());
			}
		});
		return result;
	}

}
