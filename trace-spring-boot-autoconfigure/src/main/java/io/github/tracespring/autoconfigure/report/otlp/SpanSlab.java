// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.otlp;

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

	private final OtlpEncoder encoder = new OtlpEncoder(SIZE);

	private int spans;

	/** Less the spans in it once it is retired: so it comes to zero at the end only. */
	private final AtomicInteger released = new AtomicInteger();

	SpanSlab(Consumer<SpanSlab> whenFree) {
		this.whenFree = whenFree;
	}

	EncodedSpan add(SpanData span) {
		EncodedSpan encoded = this.encoder.encode(span, this);
		if (encoded.isIn(this)) {
			this.spans++;
		}
		return encoded;
	}

	boolean isFull() {
		return this.encoder.size() > FULL;
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
		this.encoder.clear();
		this.spans = 0;
		this.whenFree.accept(this);
	}

}
