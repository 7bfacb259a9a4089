// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.async;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;

/**
 * A task that runs in the context that it was handed over in, and leaves nothing behind
 * on the thread.
 *
 * @param context the context
 * @param task the task
 */
record ContextTask(Context context, Runnable task) implements Runnable {

	/**
	 * Makes a task carry the current context, if there is any.
	 */
	static Runnable of(Runnable task) {
		Context context = Context.current();
		return (task != null && context != Context.root()) ? new ContextTask(context, task) : task;
	}

	@Override
	public void run() {
		try (Scope scope = this.context.makeCurrent()) {
			this.task.run();
		}
	}

	/** For those who show what waits in a queue. */
	@Override
	public String toString() {
		return this.task.toString();
	}

}
