// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/**
 * Whether the receiver is asked. While it can not take what it is sent, one batch at a
 * time asks whether it can again: after half a second, then twice as long, up to five, or
 * when it said; a bit more or less, so that not all applications ask at once. Used by one
 * thread. All times are nanoseconds of one clock.
 */
final class Circuit {

	private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(500);

	private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(5);

	/** What a receiver asks for beyond that is taken for a mistake. */
	private static final long LONGEST_REST = TimeUnit.MINUTES.toNanos(1);

	private final DoubleSupplier random;

	/** In a row, each but the first by a batch that asked. */
	private int failures;

	/** Ever, counted the same way. */
	private long attemptsFailed;

	private long nextAttempt;

	/** The receiver asks to be left alone until then. */
	private long rest;

	private boolean resting;

	Circuit(DoubleSupplier random) {
		this.random = random;
	}

	boolean isClosed() {
		return this.failures == 0;
	}

	/** It was asked again after the first failure, and failed again. */
	boolean isOutage() {
		return this.failures > 1;
	}

	/**
	 * Every other time, so that a batch that alone is never taken does not ask for ever.
	 */
	boolean isTurnOfFresh() {
		return this.failures > 0 && this.failures % 2 == 0;
	}

	boolean mayAsk(long now) {
		return now - this.nextAttempt >= 0;
	}

	long nextAttempt() {
		return this.nextAttempt;
	}

	long attemptsFailed() {
		return this.attemptsFailed;
	}

	boolean isResting(long now) {
		return !isClosed() && this.resting && now - this.rest < 0;
	}

	void succeeded() {
		this.failures = 0;
		this.resting = false;
	}

	/**
	 * A batch was not taken.
	 * @param now the time
	 * @param asked whether it was the one that asked, or was on its way before that
	 * @param retryAfter when the receiver wants to be asked again, or {@code null}
	 */
	void failed(long now, boolean asked, Duration retryAfter) {
		if (asked || isClosed()) {
			long pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE << Math.min(this.failures, 10));
			this.failures++;
			this.attemptsFailed++;
			this.nextAttempt = now + (long) (pause * (0.8 + 0.4 * this.random.getAsDouble()));
		}
		if (retryAfter != null && !retryAfter.isNegative() && !retryAfter.isZero()) {
			// never before the time that it said
			long asks = Math.min(LONGEST_REST, nanos(retryAfter));
			this.rest = now + asks + (long) (asks * 0.2 * this.random.getAsDouble());
			this.resting = true;
		}
		if (this.resting && this.rest - this.nextAttempt > 0) {
			this.nextAttempt = this.rest;
		}
	}

	/** Somebody waits: asks at once, but for a receiver that asked to be left alone. */
	void hurry(long now) {
		this.nextAttempt = (isResting(now)) ? this.rest : now;
	}

	private static long nanos(Duration duration) {
		return (duration.compareTo(Duration.ofNanos(LONGEST_REST)) < 0) ? duration.toNanos() : LONGEST_REST;
	}

}
