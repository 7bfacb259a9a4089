// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether spans reach their destination, told to the log once when they no longer do and
 * once when they do again, with the exact number that was lost in between.
 */
final class Outage {

	private static final Logger logger = LoggerFactory.getLogger(Outage.class);

	private final String where;

	private final int maxQueueSize;

	private final AtomicLong lost = new AtomicLong();

	private volatile boolean ongoing;

	private long since;

	Outage(String where, int maxQueueSize) {
		this.where = where;
		this.maxQueueSize = maxQueueSize;
	}

	void lost(int spans, String reason) {
		count(spans);
		begin(reason);
	}

	void count(int spans) {
		this.lost.addAndGet(spans);
	}

	/** On the application's threads, so it is cheap while the outage goes on. */
	void overflow() {
		this.lost.incrementAndGet();
		if (!this.ongoing) {
			begin("spans end faster than it takes them");
		}
	}

	private synchronized void begin(String reason) {
		if (this.ongoing) {
			return;
		}
		this.ongoing = true;
		this.since = System.nanoTime();
		logger.warn(
				"Spans do not reach {}: {}. What fails to be sent is lost, at most {} new spans wait; the application "
						+ "is not affected. The next line on this tells when it is over",
				this.where, reason, this.maxQueueSize);
	}

	void end() {
		if (this.ongoing) {
			finish();
		}
	}

	private synchronized void finish() {
		this.ongoing = false;
		logger.info("Spans reach {} again, after {}: {} lost", this.where, elapsed(), spans(this.lost.getAndSet(0)));
	}

	synchronized void close(int unsent, Duration limit) {
		long total = this.lost.getAndSet(0) + unsent;
		if (total == 0) {
			return;
		}
		if (this.ongoing) {
			logger.warn("Stopping while spans do not reach {}, for {} now: {} lost", this.where, elapsed(),
					spans(total));
		}
		else {
			logger.warn("Stopping, and {} took more than telemetry.shutdown-timeout ({}): {} lost", this.where,
					seconds(limit), spans(total));
		}
	}

	private String elapsed() {
		return seconds(Duration.ofNanos(System.nanoTime() - this.since));
	}

	private static String seconds(Duration duration) {
		return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
	}

	private static String spans(long count) {
		return (count == 1) ? "1 span" : count + " spans";
	}

}
