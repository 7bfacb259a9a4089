// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import io.opentelemetry.sdk.trace.data.SpanData;

import io.github.tracespring.autoconfigure.report.spool.Spool;

/**
 * What waits to be sent: finished spans, batches that failed, and what is on the disk.
 * Used by one thread.
 */
final class Stock {

	private final SpanQueue queue;

	private final ErrorsLast errors;

	private final Ledger ledger;

	private final Spool spool;

	private final Pace pace;

	private final int maxBatch;

	private final long delay;

	/** Batches that failed. */
	private final Deque<SpanBatch> again = new ArrayDeque<>();

	/** When the disk is asked next for what waits there. */
	private long nextRead;

	/** When the disk is asked next to keep something. */
	private long nextWrite;

	private boolean leaving;

	private long kept;

	Stock(Target target, Shared shared, long now) {
		this.queue = shared.queue();
		this.errors = shared.errors();
		this.ledger = shared.ledger();
		this.spool = target.spool();
		this.maxBatch = target.batch().getMaxExportBatchSize();
		this.delay = target.batch().getScheduleDelay().toNanos();
		this.pace = new Pace(this.queue, target.batch(), now);
		this.nextRead = now + this.delay;
		this.nextWrite = now;
	}

	/** A batch that failed before, in turn: one that is never taken holds up no other. */
	SpanBatch retry() {
		return this.again.poll();
	}

	/**
	 * Makes a batch of finished spans.
	 * @param now the time
	 * @param hurry whether it may be small and early
	 * @return the batch, or {@code null} if there is none yet
	 */
	SpanBatch fresh(long now, boolean hurry) {
		if (!hurry && !this.pace.isDue(now)) {
			return null;
		}
		long first = this.queue.head();
		List<SpanData> spans = new ArrayList<>(Math.min(this.maxBatch, this.queue.size()));
		try {
			for (SpanData span; spans.size() < this.maxBatch && (span = this.queue.poll()) != null;) {
				if (ErrorsLast.isError(span)) {
					this.errors.note(span.getTraceId());
				}
				spans.add(span);
			}
		}
		catch (Throwable ex) {
			this.ledger.dropped((int) (this.queue.head() - first), DropReason.EXPORT_FAILED);
			throw ex;
		}
		if (spans.isEmpty()) {
			return null;
		}
		this.pace.taken(now);
		return new SpanBatch(spans, first);
	}

	/** The oldest batch on the disk, or {@code null}. */
	SpanBatch fromDisk(long now) {
		if (this.spool == null || now - this.nextRead < 0) {
			return null;
		}
		Spool.Batch oldest = this.spool.poll();
		if (oldest == null) {
			restDisk(now);
		}
		return (oldest != null) ? new SpanBatch(oldest) : null;
	}

	/** What comes from the disk is not asked for again at once. */
	void restDisk(long now) {
		this.nextRead = now + this.delay;
	}

	void postpone(SpanBatch batch) {
		this.again.add(batch);
	}

	/** Puts on the disk what would be sent now, if there is one with room on it. */
	void spill(long now) {
		while (this.spool != null && now - this.nextWrite >= 0) {
			SpanBatch batch = this.again.peek();
			if (batch == null) {
				batch = fresh(now, false);
				if (batch == null) {
					return;
				}
				this.again.add(batch);
			}
			if (keep(batch)) {
				this.again.poll();
			}
			else {
				this.nextWrite = now + this.delay;
			}
		}
	}

	private boolean keep(SpanBatch batch) {
		boolean keeps = this.spool != null && this.spool.offer(batch.spans());
		if (keeps) {
			this.ledger.spooled(batch.size());
			this.kept += this.leaving ? batch.size() : 0;
		}
		return keeps;
	}

	/** The application stops: what goes to the disk from now on does for that. */
	void stop() {
		this.leaving = true;
	}

	/**
	 * The application stops: what is left goes to the disk, or nowhere.
	 * @param unanswered batches that were sent, nobody knows how far
	 */
	void leave(List<SpanBatch> unanswered) {
		unanswered.forEach(this::leave);
		for (SpanBatch batch = retry(); batch != null; batch = retry()) {
			leave(batch);
		}
		for (SpanBatch batch = fresh(0, true); batch != null; batch = fresh(0, true)) {
			leave(batch);
		}
	}

	private void leave(SpanBatch batch) {
		if (batch.spooled() != null) {
			batch.spooled().release();
		}
		else if (!keep(batch)) {
			this.ledger.dropped(batch.size(), DropReason.SHUTDOWN);
		}
	}

	/** So much waits that some of it had better be on the disk. */
	boolean isCrowded() {
		return this.queue.waiting() > crowd();
	}

	private int crowd() {
		return this.queue.capacity() / 4 * 3;
	}

	/**
	 * How long until there may be something to do. A full batch ends the wait early.
	 * @param now the time
	 * @param sends whether what is there could be sent
	 * @param spills whether what is there would go to the disk
	 * @return the time in nanoseconds, not above zero if it is there already
	 */
	long untilDue(long now, boolean sends, boolean spills) {
		boolean writes = this.spool != null && now - this.nextWrite >= 0;
		long alarm = Long.MAX_VALUE;
		long wait = this.delay;
		if (sends || spills && writes) {
			alarm = this.pace.alarm(now);
			wait = this.pace.untilDue(now);
		}
		else if (writes) {
			alarm = this.queue.released() + crowd();
		}
		if (sends && this.spool != null && this.spool.waiting() > 0) {
			wait = Math.min(wait, this.nextRead - now);
		}
		return this.queue.setAlarm(alarm) ? wait : 0;
	}

	boolean hasFailed() {
		return !this.again.isEmpty();
	}

	boolean isEmpty() {
		return this.again.isEmpty() && this.queue.size() == 0;
	}

	boolean holdsAnyBefore(long ticket) {
		return this.again.stream().anyMatch((batch) -> batch.isBefore(ticket));
	}

	/** How many spans were put on the disk when the application stopped. */
	long kept() {
		return this.kept;
	}

}
