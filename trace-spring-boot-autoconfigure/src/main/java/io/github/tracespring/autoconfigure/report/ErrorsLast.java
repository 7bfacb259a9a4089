// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;

/**
 * Who goes when the queue is full: spans of traces with an error last, as far as the
 * error is known by then. Costs nothing before that.
 * <p>
 * Each span that waits is looked at once for its error, and once as one that might make
 * room, however many are turned away.
 */
final class ErrorsLast {

	/** Of each of the two generations of traces that are remembered. */
	private static final int MAX_TRACES = 2048;

	private final SpanQueue queue;

	private final ReentrantLock lock = new ReentrantLock();

	private volatile Set<String> traces = ConcurrentHashMap.newKeySet();

	private volatile Set<String> olderTraces = Set.of();

	/** Whether older spans are errors is known. */
	private volatile long known;

	/** Among older spans is none that makes room. */
	private long searched;

	ErrorsLast(SpanQueue queue) {
		this.queue = queue;
	}

	/**
	 * Keeps a span that the full queue turned away if another one should go for it.
	 * Either way one span is lost.
	 * @param span the span
	 */
	void squeezeIn(SpanData span) {
		boolean error = isError(span);
		if (error) {
			note(span.getTraceId());
		}
		if (!error && this.known == this.queue.tail() && !hasError(span)) {
			return;
		}
		if (!error && !this.lock.tryLock()) {
			// others look already, and this one is not worth waiting for them
			return;
		}
		if (error) {
			this.lock.lock();
		}
		try {
			learn();
			if (hasError(span)) {
				makeRoom(span);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Which traces have errors, of the spans that came since the last look. */
	private void learn() {
		long tail = this.queue.tail();
		for (long ticket = Math.max(this.known, this.queue.head()); ticket < tail; ticket++) {
			SpanData waiting = this.queue.peek(ticket);
			if (waiting != null && isError(waiting)) {
				note(waiting.getTraceId());
			}
		}
		this.known = tail;
	}

	private void makeRoom(SpanData span) {
		long tail = this.queue.tail();
		for (long ticket = Math.max(this.searched, this.queue.head()); ticket < tail; ticket++) {
			this.searched = ticket + 1;
			SpanData waiting = this.queue.peek(ticket);
			if (waiting != null && !hasError(waiting) && this.queue.replace(ticket, waiting, span)) {
				return;
			}
		}
	}

	private boolean hasError(SpanData span) {
		String trace = span.getTraceId();
		return this.traces.contains(trace) || this.olderTraces.contains(trace);
	}

	/**
	 * Remembers that a trace has an error. From any thread.
	 * @param trace the trace's id
	 */
	void note(String trace) {
		if (this.traces.add(trace) && this.traces.size() > MAX_TRACES) {
			this.olderTraces = this.traces;
			this.traces = ConcurrentHashMap.newKeySet();
		}
	}

	static boolean isError(SpanData span) {
		return span.getStatus().getStatusCode() == StatusCode.ERROR;
	}

}
