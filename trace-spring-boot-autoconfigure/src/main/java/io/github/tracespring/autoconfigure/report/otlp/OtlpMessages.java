// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.otlp;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.function.Function;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;

/**
 * Encodes batches into the arrays of earlier ones that arrived.
 */
final class OtlpMessages {

	private static final int LARGEST_KEPT = 1 << 20;

	/** As many batches as leave together, with the defaults. */
	private static final int MAX_KEPT = 5;

	private final BlockingDeque<byte[]> spares = new LinkedBlockingDeque<>(MAX_KEPT);

	/**
	 * Sends a batch.
	 * @param spans finished spans
	 * @param send begins to send the message, which nobody reads after a success
	 * @return what becomes of it
	 */
	CompletableResultCode send(Collection<SpanData> spans, Function<ByteBuffer, CompletableResultCode> send) {
		ByteBuffer message = OtlpEncoder.encode(spans, this.spares.pollFirst());
		CompletableResultCode result = send.apply(message);
		result.whenComplete(() -> {
			if (result.isSuccess() && message.array().length <= LARGEST_KEPT) {
				this.spares.offerFirst(message.array());
			}
		});
		return result;
	}

}
