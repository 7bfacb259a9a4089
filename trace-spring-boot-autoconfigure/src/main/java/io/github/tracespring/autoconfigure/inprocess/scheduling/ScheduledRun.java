// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.scheduling;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;

/**
 * One run of a scheduled method. That of a reactive one is current on several threads,
 * now and then on one of them within itself.
 */
final class ScheduledRun {

	private final Object owner;

	private final Context context;

	private final Map<Thread, Deque<Scope>> scopes = new ConcurrentHashMap<>();

	/**
	 * Creates a run.
	 * @param owner who ends it
	 * @param context what is current while it lasts
	 */
	ScheduledRun(Object owner, Context context) {
		this.owner = owner;
		this.context = context;
	}

	boolean isOwnedBy(Object candidate) {
		return this.owner == candidate;
	}

	Span span() {
		return Span.fromContext(this.context);
	}

	void enter() {
		this.scopes.computeIfAbsent(Thread.currentThread(), (thread) -> new ArrayDeque<>())
			.push(this.context.makeCurrent());
	}

	void leave() {
		this.scopes.computeIfPresent(Thread.currentThread(), (thread, open) -> {
			open.pop().close();
			return open.isEmpty() ? null : open;
		});
	}

}
