// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report;

import java.util.Collection;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;

import io.github.tracespring.autoconfigure.report.otlp.EncodedSpans;
import io.github.tracespring.autoconfigure.report.spool.Spool;

/**
 * Spans that are sent together, and how that goes. Used by one thread.
 */
final class SpanBatch {

	/** For how long a receiver that takes others may fail on this. */
	private static final long PATIENCE = TimeUnit.MINUTES.toNanos(5);

	private final Collection<SpanData> spans;

	/** Where it is on the disk, or {@code null}. */
	private final Spool.Batch spooled;

	/** The ticket of its first span. */
	private final long first;

	private CompletableResultCode result;

	private long deadline;

	private boolean asking;

	private boolean failed;

	private long lastFailure;

	private boolean blamed;

	private long blamedSince;

	SpanBatch(Collection<SpanData> spans, long first) {
		this.spans = spans;
		this.first = first;
		this.spooled = null;
	}

	SpanBatch(Spool.Batch spooled) {
		this.spans = spooled.spans();
		this.first = 0;
		this.spooled = spooled;
	}

	/** Before it is given to the exporter, so that it counts while that blocks. */
	void start(boolean asking, long deadline) {
		this.asking = asking;
		this.deadline = deadline;
		this.result = null;
	}

	void started(CompletableResultCode result) {
		this.result = result;
	}

	boolean isSettled(long now) {
		return this.result.isDone() || now - this.deadline >= 0;
	}

	/**
	 * Takes note that it was not taken, but may be later.
	 * @param now the time
	 * @param success when another batch was taken last, or {@code null}
	 * @return whether the receiver takes others, and this one is not worth more patience
	 */
	boolean fail(long now, Long success) {
		boolean othersAreTaken = this.failed && success != null && success - this.lastFailure > 0;
		if (othersAreTaken && !this.blamed) {
			this.blamed = true;
			this.blamedSince = now;
		}
		this.failed = true;
		this.lastFailure = now;
		return this.blamed && now - this.blamedSince > PATIENCE;
	}

	/**
	 * How many of its spans had to wait for the end of an outage.
	 * @param outageEnd the ticket of the next span when an outage ended last
	 * @return all if it was sent before
	 */
	int late(long outageEnd) {
		return this.failed ? size() : (int) Math.max(0, Math.min(size(), outageEnd - this.first));
	}

	/** It arrived: its spans are not looked at any more. */
	void release() {
		EncodedSpans.release(this.spans);
	}

	boolean isAsking() {
		return this.asking;
	}

	boolean hasFailed() {
		return this.failed;
	}

	/** Whether it holds a span that was added before another one. */
	boolean isBefore(long ticket) {
		return this.spooled == null && this.first < ticket;
	}

	CompletableResultCode result() {
		return this.result;
	}

	long deadline() {
		return this.deadline;
	}

	Collection<SpanData> spans() {
		return this.spans;
	}

	Spool.Batch spooled() {
		return this.spooled;
	}

	int size() {
		return this.spans.size();
	}

}
