// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.log;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.SpanData;

/**
 * What is known of a trace that still has to be printed. A root is a span whose parent
 * did not start here, so a trace that the process continues has one too; a call of the
 * process to itself does not make a second one.
 */
final class OpenTrace {

	/** More than anyone reads. */
	private static final int MAX_SPANS = 500;

	private final String id;

	private final Set<String> started = new HashSet<>();

	private final Set<String> openRoots = new HashSet<>();

	private final Set<String> open = new HashSet<>();

	private List<SpanData> finished = new ArrayList<>();

	private int omitted;

	private boolean scheduled;

	private long rootsEndedAt = System.nanoTime();

	OpenTrace(String id) {
		this.id = id;
	}

	String id() {
		return this.id;
	}

	void started(ReadableSpan span) {
		if (this.started.size() < MAX_SPANS) {
			String spanId = span.getSpanContext().getSpanId();
			if (!this.started.contains(span.getParentSpanContext().getSpanId())) {
				this.openRoots.add(spanId);
			}
			this.started.add(spanId);
			this.open.add(spanId);
		}
	}

	/**
	 * Takes note of a span that ended.
	 * @param span the span
	 * @return whether to look again soon, if the trace is over now
	 */
	boolean ended(SpanData span) {
		this.open.remove(span.getSpanId());
		boolean root = this.openRoots.remove(span.getSpanId());
		if (root && this.openRoots.isEmpty()) {
			this.rootsEndedAt = System.nanoTime();
		}
		if (root || this.finished.size() < MAX_SPANS) {
			this.finished.add(span);
		}
		else {
			this.omitted++;
		}
		boolean first = !this.scheduled;
		this.scheduled = this.openRoots.isEmpty();
		return first && this.scheduled;
	}

	boolean isDue(Duration patience) {
		this.scheduled = false;
		boolean patient = System.nanoTime() - this.rootsEndedAt < patience.toNanos();
		return this.openRoots.isEmpty() && (this.open.isEmpty() || !patient);
	}

	/** Whether only spans that the roots left running keep the trace open. */
	boolean isWaiting() {
		this.scheduled = this.openRoots.isEmpty();
		return this.scheduled;
	}

	boolean isOver() {
		return this.open.isEmpty();
	}

	/**
	 * Takes out what can be printed.
	 * @return the spans that ended since the last time, or {@code null} if none did
	 */
	TraceTree take() {
		if (this.finished.isEmpty()) {
			return null;
		}
		TraceTree tree = new TraceTree(this.finished, Set.copyOf(this.open), this.omitted);
		this.finished = new ArrayList<>();
		this.omitted = 0;
		return tree;
	}

}
