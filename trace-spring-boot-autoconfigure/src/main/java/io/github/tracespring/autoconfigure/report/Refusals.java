// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Spans that a receiver said it will never take, told to the log when it begins, at most
 * every ten minutes after that, and at the end.
 */
final class Refusals {

	private static final Logger logger = LoggerFactory.getLogger(Refusals.class);

	private static final long QUIET = TimeUnit.MINUTES.toNanos(10);

	private final String where;

	private final LongSupplier clock;

	private long untold;

	private boolean told;

	private long lastTold;

	Refusals(String where, LongSupplier clock) {
		this.where = where;
		this.clock = clock;
	}

	/**
	 * Takes note of an answer.
	 * @param spans those that were refused: none, if the receiver had just something to
	 * say
	 * @param reason what it said
	 */
	synchronized void add(int spans, String reason) {
		this.untold += spans;
		long now = this.clock.getAsLong();
		if (this.told && now - this.lastTold <= QUIET) {
			return;
		}
		this.told = true;
		this.lastTold = now;
		if (spans == 0) {
			logger.warn("{} took all spans, but says: {}", this.where, reason);
			return;
		}
		logger.warn("{} refuses spans: {}. {} lost, and all that it refuses are; the next line on this is in ten "
				+ "minutes at the earliest", this.where, reason, Outage.spans(this.untold));
		this.untold = 0;
	}

	synchronized void close() {
		if (this.untold > 0) {
			logger.warn("Stopping; refused by {} since the last line on that: {}", this.where,
					Outage.spans(this.untold));
			this.untold = 0;
		}
	}

}
