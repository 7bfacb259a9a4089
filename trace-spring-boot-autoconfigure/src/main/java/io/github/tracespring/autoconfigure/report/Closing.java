// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report;

/**
 * The application stops: until when it waits for what is left. Used by the thread that
 * sends. Times are nanoseconds of one clock.
 */
final class Closing {

	private final long deadline;

	private boolean begun;

	private long attemptsFailedBefore;

	Closing(long deadline) {
		this.deadline = deadline;
	}

	/** Says once that this is new. */
	boolean begin(long attemptsFailed) {
		boolean first = !this.begun;
		if (first) {
			this.begun = true;
			this.attemptsFailedBefore = attemptsFailed;
		}
		return first;
	}

	/**
	 * Whether what is left will not be sent: the time is up; or one last attempt to end
	 * an outage has failed; or the receiver asked not to be called before the time is up.
	 * @param circuit how the receiver fares
	 * @param answered whether nothing is on its way
	 * @param now the time
	 * @return whether it is over
	 */
	boolean isOver(Circuit circuit, boolean answered, long now) {
		if (untilDeadline(now) <= 0) {
			return true;
		}
		boolean tried = circuit.isOutage() && circuit.attemptsFailed() != this.attemptsFailedBefore;
		return answered && (tried || circuit.isResting(this.deadline));
	}

	long untilDeadline(long now) {
		return this.deadline - now;
	}

}
