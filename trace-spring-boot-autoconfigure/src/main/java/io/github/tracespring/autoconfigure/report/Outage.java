// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether spans reach their destination, told to the log once when they no longer do and
 * once when they do again. A failure that the next attempt makes good is not worth a
 * line, and failures that follow each other closely are one outage.
 */
final class Outage {

	private static final Logger logger = LoggerFactory.getLogger(Outage.class);

	private final String where;

	private final String fate;

	/** How long all has to go well for it to be over. */
	private final long quiet;

	private final LongSupplier clock;

	private final LongAdder lost = new LongAdder();

	private long late;

	private volatile boolean told;

	private boolean ongoing;

	private long since;

	private String reason;

	private boolean well;

	private long wellSince;

	/**
	 * Creates it.
	 * @param where the destination
	 * @param fate what becomes of spans meanwhile
	 * @param quiet how long all has to go well for it to be over, in nanoseconds
	 * @param clock tells nanoseconds
	 */
	Outage(String where, String fate, long quiet, LongSupplier clock) {
		this.where = where;
		this.fate = fate;
		this.quiet = quiet;
		this.clock = clock;
	}

	/**
	 * Takes note of a failure that cost nothing yet.
	 * @param why the reason, for the log
	 * @param again whether it is worth a line: the next attempt has failed as well
	 */
	synchronized void failed(String why, boolean again) {
		begin(why);
		if (again) {
			tell();
		}
	}

	synchronized void lost(int spans, String why) {
		this.lost.add(spans);
		begin(why);
		tell();
	}

	/** On the application's threads, so it is cheap while the outage goes on. */
	void overflow() {
		this.lost.increment();
		if (!this.told) {
			overflowed();
		}
	}

	private synchronized void overflowed() {
		begin("spans end faster than it takes them");
		tell();
	}

	synchronized void late(int spans) {
		this.late += spans;
	}

	private void begin(String why) {
		this.well = false;
		if (!this.ongoing) {
			this.ongoing = true;
			this.since = this.clock.getAsLong();
			this.reason = why;
			this.late = 0;
		}
	}

	private void tell() {
		if (!this.told) {
			this.told = true;
			logger.warn("Spans do not reach {}: {}. {}; the application is not affected. The next line on this tells "
					+ "when it is over", this.where, this.reason, this.fate);
		}
	}

	/**
	 * Looks whether it is over.
	 * @param recovered whether all goes well at this moment
	 */
	synchronized void check(boolean recovered) {
		if (!this.ongoing) {
			return;
		}
		long now = this.clock.getAsLong();
		if (recovered && !this.well) {
			this.wellSince = now;
		}
		this.well = recovered;
		if (recovered && now - this.wellSince >= this.quiet) {
			end();
		}
	}

	private void end() {
		if (this.told) {
			logger.info("Spans reach {} again, after {}: {} late, {} lost", this.where, elapsed(this.wellSince),
					spans(this.late), this.lost.sumThenReset());
		}
		this.ongoing = false;
		this.told = false;
	}

	/**
	 * Tells what the stop cost.
	 * @param unsent spans that were given up for it
	 * @param kept spans that were put on the disk for it
	 * @param disk where that is
	 * @param limit the time that there was
	 */
	synchronized void close(long unsent, long kept, Object disk, Duration limit) {
		if (this.ongoing && this.well) {
			end();
		}
		long total = unsent + this.lost.sumThenReset();
		if (total == 0 && kept == 0) {
			return;
		}
		String cost = (kept > 0) ? spans(total) + " lost, " + kept + " kept in " + disk : spans(total) + " lost";
		if (this.ongoing) {
			logger.warn("Stopping while spans do not reach {}, for {} now ({}): {}", this.where,
					elapsed(this.clock.getAsLong()), this.reason, cost);
		}
		else {
			logger.warn("Stopping, and {} took more than telemetry.shutdown-timeout ({}): {}", this.where,
					seconds(limit), cost);
		}
	}

	private String elapsed(long until) {
		return seconds(Duration.ofNanos(until - this.since));
	}

	private static String seconds(Duration duration) {
		return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
	}

	static String spans(long count) {
		return (count == 1) ? "1 span" : count + " spans";
	}

}
