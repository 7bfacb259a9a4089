// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.otlp;

import java.util.Collection;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicReferenceArray;

import io.opentelemetry.sdk.trace.data.SpanData;

/**
 * Encodes spans where they end, while they are in the processor's cache, and not where
 * they are sent, by a thread that would wait for memory. What waits to be sent is less
 * than half as large, too.
 * <p>
 * The arrays are used again once all spans in them are {@linkplain #release released};
 * one that never is costs its array, no more. A span that does not fit into one has its
 * own.
 */
public final class EncodedSpans {

	private static final int MAX_STRIPES = 16;

	private static final int MAX_SPARE = 64;

	/** One that a thread has taken is missing here. */
	private final AtomicReferenceArray<SpanSlab> open;

	private final BlockingQueue<SpanSlab> spare = new ArrayBlockingQueue<>(MAX_SPARE);

	/** Creates it without any memory, which the first spans take. */
	public EncodedSpans() {
		int processors = Math.min(Runtime.getRuntime().availableProcessors(), MAX_STRIPES);
		this.open = new AtomicReferenceArray<>(Integer.highestOneBit(2 * processors - 1));
	}

	/**
	 * Encodes a span. From any thread.
	 * @param span a span that has ended
	 * @return all of it, for the encoder without another look; as it was if it can not be
	 * encoded, so that this shows where it is sent
	 */
	public SpanData encode(SpanData span) {
		int stripe = (int) Thread.currentThread().getId() & (this.open.length() - 1);
		SpanSlab slab = this.open.getAndSet(stripe, null);
		try {
			if (slab == null) {
				slab = unused();
			}
			return slab.add(span);
		}
		catch (RuntimeException | Error ex) {
			return span;
		}
		finally {
			if (slab != null && (slab.isFull() || !this.open.compareAndSet(stripe, null, slab))) {
				slab.retire();
			}
		}
	}

	private SpanSlab unused() {
		SpanSlab slab = this.spare.poll();
		return (slab != null) ? slab : new SpanSlab(this.spare::offer);
	}

	/**
	 * Lets the memory of spans be used again. By the one thread that has them.
	 * @param spans spans that nobody looks at any more
	 */
	public static void release(Collection<SpanData> spans) {
		for (SpanData span : spans) {
			if (span instanceof EncodedSpan encoded) {
				encoded.release();
			}
		}
	}

}
