// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.log;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prints each trace of this process as one readable tree in the log, for development. It
 * has to see spans start, to know when a trace is over: when no root is running any more,
 * and what the roots left running had a moment to end. What ends later is printed then,
 * marked as late.
 */
public final class TraceLog implements SpanProcessor {

	private static final Logger logger = LoggerFactory.getLogger("io.github.tracespring.trace");

	/** After a root ended; a server's span may end just after the caller has read all. */
	private static final Duration SETTLE = Duration.ofMillis(200);

	/** How long after its roots a trace waits for what they left running. */
	private static final Duration PATIENCE = Duration.ofSeconds(2);

	/** More than a developer looks at; the oldest is printed as it is. */
	private static final int MAX_TRACES = 200;

	private final Map<String, OpenTrace> traces = new LinkedHashMap<>();

	private final ScheduledThreadPoolExecutor printer = new ScheduledThreadPoolExecutor(1, (task) -> {
		Thread thread = new Thread(task, "telemetry-trace-log");
		thread.setDaemon(true);
		return thread;
	});

	@Override
	public void onStart(Context parent, ReadWriteSpan span) {
		if (span.getSpanContext().isSampled()) {
			synchronized (this.traces) {
				trace(span).started(span);
				if (this.traces.size() > MAX_TRACES) {
					Iterator<OpenTrace> oldest = this.traces.values().iterator();
					OpenTrace evicted = oldest.next();
					oldest.remove();
					later(() -> print(evicted.take()), Duration.ZERO);
				}
			}
		}
	}

	@Override
	public boolean isStartRequired() {
		return true;
	}

	@Override
	public void onEnd(ReadableSpan span) {
		if (span.getSpanContext().isSampled()) {
			synchronized (this.traces) {
				OpenTrace trace = trace(span);
				if (trace.ended(span.toSpanData())) {
					later(() -> check(trace), SETTLE);
				}
			}
		}
	}

	@Override
	public boolean isEndRequired() {
		return true;
	}

	private OpenTrace trace(ReadableSpan span) {
		return this.traces.computeIfAbsent(span.getSpanContext().getTraceId(), OpenTrace::new);
	}

	private void later(Runnable task, Duration delay) {
		try {
			this.printer.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (RejectedExecutionException ex) {
			// closed; it was printed then
		}
	}

	private void check(OpenTrace trace) {
		TraceTree tree = null;
		synchronized (this.traces) {
			if (trace.isDue(PATIENCE)) {
				tree = trace.take();
				if (trace.isOver()) {
					this.traces.remove(trace.id(), trace);
				}
			}
			else if (trace.isWaiting()) {
				later(() -> check(trace), SETTLE);
			}
		}
		print(tree);
	}

	/** Never under the lock, for which the application's threads would wait. */
	private static void print(TraceTree tree) {
		if (tree != null) {
			logger.info("{}", tree);
		}
	}

	@Override
	public CompletableResultCode forceFlush() {
		List<TraceTree> trees = new ArrayList<>();
		synchronized (this.traces) {
			this.traces.values().forEach((trace) -> trees.add(trace.take()));
			this.traces.values().removeIf(OpenTrace::isOver);
		}
		trees.forEach(TraceLog::print);
		return CompletableResultCode.ofSuccess();
	}

	@Override
	public CompletableResultCode shutdown() {
		this.printer.shutdownNow();
		return forceFlush();
	}

}
