// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongPredicate;

import io.opentelemetry.sdk.common.CompletableResultCode;

/**
 * Callers that wait until all that ended before they asked is sent, or until one more
 * attempt to do so has failed.
 */
final class Flushes {

	private final Queue<Flush> asked = new ConcurrentLinkedQueue<>();

	private final List<Flush> open = new ArrayList<>();

	/** From any thread. */
	CompletableResultCode ask(long tail) {
		Flush flush = new Flush(tail, new CompletableResultCode());
		this.asked.add(flush);
		return flush.result;
	}

	/**
	 * Takes up what has been asked for.
	 * @param attemptsFailed the attempts that have failed so far
	 * @return whether there is anything new
	 */
	boolean adopt(long attemptsFailed) {
		boolean any = false;
		for (Flush flush = this.asked.poll(); flush != null; flush = this.asked.poll()) {
			flush.attemptsFailed = attemptsFailed;
			this.open.add(flush);
			any = true;
		}
		return any;
	}

	/** Whether somebody waits for the span of a ticket. */
	boolean isDue(long ticket) {
		return this.open.stream().anyMatch((flush) -> ticket < flush.tail);
	}

	/** Answers those of whose spans none is left. */
	void succeed(LongPredicate noneIsLeftBefore) {
		this.open.removeIf((flush) -> noneIsLeftBefore.test(flush.tail) && flush.result.succeed().isDone());
	}

	/**
	 * Answers those who have seen an attempt fail.
	 * @param attemptsFailed the attempts that have failed so far
	 * @param resting whether none will be made soon
	 */
	void fail(long attemptsFailed, boolean resting) {
		this.open
			.removeIf((flush) -> (resting || attemptsFailed != flush.attemptsFailed) && flush.result.fail().isDone());
	}

	/** No more will happen. */
	void close() {
		adopt(0);
		this.open.forEach((flush) -> flush.result.fail());
		this.open.clear();
	}

	private static final class Flush {

		private final long tail;

		private final CompletableResultCode result;

		private long attemptsFailed;

		Flush(long tail, CompletableResultCode result) {
			this.tail = tail;
			this.result = result;
		}

	}

}
