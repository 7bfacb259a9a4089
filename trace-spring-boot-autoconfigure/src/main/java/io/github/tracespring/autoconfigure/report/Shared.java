// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What the application's threads and the one that sends have in common, for one
 * destination.
 *
 * @param queue the finished spans
 * @param errors who goes when the queue is full
 * @param ledger what became of each span
 * @param outage whether spans arrive, for the log
 * @param flushes who waits
 */
record Shared(SpanQueue queue, ErrorsLast errors, Ledger ledger, Outage outage, Flushes flushes) {

	private static final long LONGEST_QUIET = TimeUnit.SECONDS.toNanos(30);

	static Shared of(Target target, LongSupplier clock) {
		SpanQueue queue = new SpanQueue(target.batch().getMaxQueueSize());
		long quiet = Math.min(6 * target.batch().getScheduleDelay().toNanos(), LONGEST_QUIET);
		return new Shared(queue, new ErrorsLast(queue), new Ledger(target.where(), queue, target.spool()),
				new Outage(target.where(), target.fate(), quiet, clock), new Flushes());
	}

}
