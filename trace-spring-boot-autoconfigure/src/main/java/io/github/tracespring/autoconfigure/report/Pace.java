// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report;

import java.util.concurrent.TimeUnit;

import io.github.tracespring.autoconfigure.config.TelemetryProperties;

/**
 * When finished spans are sent: a batch that is full at once, a smaller one after the
 * delay. Under load full batches wait for each other, and leave together: to wake what
 * sends costs several times what another batch does. Used by one thread.
 */
final class Pace {

	private static final long MAX_REST = TimeUnit.MILLISECONDS.toNanos(500);

	private final SpanQueue queue;

	private final int maxBatch;

	/** So many do not wait for more, that there is room for those that come. */
	private final int enough;

	private final long delay;

	private final long rest;

	/** When spans are sent though the batch is not full. */
	private long due;

	/** Until when full batches wait for each other, before anything is due. */
	private long restEnd;

	Pace(SpanQueue queue, TelemetryProperties.Batch batch, long now) {
		this.queue = queue;
		this.maxBatch = batch.getMaxExportBatchSize();
		this.enough = Math.max(this.maxBatch, queue.capacity() / 4);
		this.delay = batch.getScheduleDelay().toNanos();
		this.rest = Math.min(MAX_REST, this.delay / 10);
		this.due = now + this.delay;
		this.restEnd = now;
	}

	boolean isDue(long now) {
		int size = this.queue.size();
		if (size == 0 && now - this.due >= 0) {
			this.due = now + this.delay;
		}
		if (size >= this.enough) {
			this.restEnd = now;
		}
		return size >= this.maxBatch && !isResting(now) || size > 0 && now - this.due >= 0;
	}

	/** A batch has been taken from the queue. */
	void taken(long now) {
		this.due = now + this.delay;
		if (this.queue.size() < this.maxBatch) {
			this.restEnd = now + this.rest;
		}
	}

	/** The ticket of the span that spans are sent with at once. */
	long alarm(long now) {
		return this.queue.head() + (isResting(now) ? this.enough : this.maxBatch) - 1;
	}

	/** How long until spans are sent without an alarm, in nanoseconds. */
	long untilDue(long now) {
		return (isResting(now) ? this.restEnd : this.due) - now;
	}

	private boolean isResting(long now) {
		return now - this.restEnd < 0;
	}

}
