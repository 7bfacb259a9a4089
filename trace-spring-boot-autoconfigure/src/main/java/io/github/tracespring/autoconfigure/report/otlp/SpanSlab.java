// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.otlp;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.opentelemetry.sdk.trace.data.SpanData;

/**
 * An array for spans, filled by one thread at a time. When it is retired and all spans in
 * it are released, it is as new.
 */
final class SpanSlab {

	private static final int SIZE = 32 * 1024;

	/** Another usual span may not fit. */
	private static final int FULL = SIZE - 2048;

	private final Consumer<SpanSlab> whenFree;

	private final ProtobufWriter out = new ProtobufWriter(new byte[SIZE]);

	private final SpanEncoder encoder = new SpanEncoder(this.out);

	private int spans;

	/** Less the spans in it once it is retired: so it comes to zero at the end only. */
	private final AtomicInteger released = new AtomicInteger();

	SpanSlab(Consumer<SpanSlab> whenFree) {
		this.whenFree = whenFree;
	}

	/**
	 * Encodes a span, after those before it if it fits.
	 * @param span a finished span
	 * @return the span, in an array of its own if there was no room
	 */
	EncodedSpan add(SpanData span) {
		byte[] room = this.out.array();
		int start = this.out.size();
		boolean fits = false;
		try {
			this.encoder.write(span);
			int end = this.out.size();
			fits = this.out.array() == room;
			if (!fits) {
				byte[] own = Arrays.copyOfRange(this.out.array(), start, end);
				return new EncodedSpan(span, own, 0, own.length, null);
			}
			EncodedSpan encoded = new EncodedSpan(span, room, start, end, this);
			this.spans++;
			return encoded;
		}
		finally {
			if (!fits) {
				this.out.reset(room, start);
			}
		}
	}

	boolean isFull() {
		return this.out.size() > FULL;
	}

	/** Nothing is added from now on. */
	void retire() {
		if (this.released.addAndGet(-this.spans) == 0) {
			free();
		}
	}

	void release() {
		if (this.released.incrementAndGet() == 0) {
			free();
		}
	}

	private void free() {
		this.out.reset(this.out.array(), 0);
		this.spans = 0;
		this.whenFree.accept(this);
	}

}
