// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

import io.github.tracespring.autoconfigure.report.spool.Spool;

/**
 * What became of each span of a destination. A batch is booked at once, and with that
 * leaves memory; spans that the full queue turned away are counted one by one, on the
 * application's threads.
 */
final class Ledger {

	private final String destination;

	private final SpanQueue queue;

	private final Spool spool;

	private final LongAdder turnedAway = new LongAdder();

	private final Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);

	private long sent;

	private long late;

	private long spooled;

	private long rejected;

	private long sentFromSpool;

	private long rejectedFromSpool;

	private boolean closed;

	Ledger(String destination, SpanQueue queue, Spool spool) {
		this.destination = destination;
		this.queue = queue;
		this.spool = spool;
		for (DropReason reason : DropReason.values()) {
			this.dropped.put(reason, 0L);
		}
	}

	/** From any thread. */
	void turnedAway() {
		this.turnedAway.increment();
	}

	synchronized void answered(int taken, int late, int rejected) {
		if (!this.closed) {
			this.sent += taken;
			this.late += late;
			this.rejected += rejected;
			this.queue.release(taken + rejected);
		}
	}

	synchronized void answeredFromSpool(int taken, int rejected) {
		this.sentFromSpool += taken;
		this.rejectedFromSpool += rejected;
	}

	synchronized void spooled(int spans) {
		if (!this.closed) {
			this.spooled += spans;
			this.queue.release(spans);
		}
	}

	synchronized void dropped(int spans, DropReason reason) {
		if (!this.closed) {
			this.dropped.merge(reason, (long) spans, Long::sum);
			this.queue.release(spans);
		}
	}

	/**
	 * Gives up all that waits; what is booked later has been given up.
	 * @return how many spans the shutdown cost
	 */
	synchronized long close() {
		this.queue.close();
		dropped(this.queue.waiting(), DropReason.SHUTDOWN);
		this.closed = true;
		return this.dropped.get(DropReason.SHUTDOWN);
	}

	synchronized SpanCounts counts() {
		long full = this.turnedAway.sum();
		long tail = this.queue.tail();
		Map<DropReason, Long> reasons = new EnumMap<>(this.dropped);
		reasons.merge(DropReason.QUEUE_FULL, full, Long::sum);
		return new SpanCounts(this.destination, tail + full, this.sent, this.late, this.spooled, this.rejected, reasons,
				tail - this.queue.released(), (this.spool != null) ? spoolCounts() : null);
	}

	private SpanCounts.Spooled spoolCounts() {
		return new SpanCounts.Spooled(this.sentFromSpool, this.rejectedFromSpool, this.spool.dropped(),
				this.spool.waiting());
	}

}
