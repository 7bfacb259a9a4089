// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadableSpan;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One exporter with a queue and a thread of its own, so that a slow one holds up no
 * other. Whatever the exporter does, nothing is thrown here.
 */
final class Destination {

	private static final Logger logger = LoggerFactory.getLogger(Destination.class);

	/** After an error that nobody foresaw, such as a heap without room. */
	private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

	private final Target target;

	private final Shared shared;

	private final Sender sender;

	private final Thread thread;

	Destination(Target target, Circuit circuit, LongSupplier clock) {
		this.target = target;
		this.shared = Shared.of(target, clock);
		this.sender = new Sender(target, this.shared, circuit, clock, this::wake);
		this.thread = new Thread(this::run, "telemetry-report");
		this.thread.setDaemon(true);
		this.shared.queue().setTaker(this.thread);
	}

	void start() {
		this.thread.start();
	}

	private void run() {
		while (!this.sender.isDone()) {
			long wait = step();
			if (wait > 0) {
				LockSupport.parkNanos(this, wait);
			}
			// an exporter may have left it
			Thread.interrupted();
		}
	}

	/** Called by the thread alone, or by a test in its place. */
	long step() {
		try {
			return this.sender.step();
		}
		catch (Throwable ex) {
			logger.debug("A step of the report to {} failed", this.target.where(), ex);
			return PAUSE;
		}
	}

	private void wake() {
		LockSupport.unpark(this.thread);
	}

	/** On the application's threads. */
	void add(ReadableSpan span) {
		SpanQueue queue = this.shared.queue();
		boolean taken = !queue.isFull() && queue.offer(this.target.form().apply(span.toSpanData()));
		if (!taken && !queue.isClosed()) {
			this.shared.ledger().turnedAway();
			this.shared.errors().squeezeIn(span.toSpanData());
			this.shared.outage().overflow();
		}
	}

	CompletableResultCode flush() {
		CompletableResultCode flushed = this.shared.flushes().ask(this.shared.queue().tail());
		wake();
		return flushed;
	}

	/**
	 * Begins to send what is left.
	 * @param deadline when that ends
	 */
	void close(long deadline) {
		this.sender.close(deadline);
		wake();
	}

	void await(long nanos) {
		try {
			TimeUnit.NANOSECONDS.timedJoin(this.thread, Math.max(1, nanos));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** What a user's exporter does there may take long. */
	void stopExporter() {
		try {
			this.target.exporter().shutdown();
		}
		catch (Throwable ex) {
			// what has been counted as lost is all that can be said
		}
	}

	/** An exporter that blocks is left to itself. */
	void interrupt() {
		if (this.sender.isExporting()) {
			this.thread.interrupt();
		}
	}

	/**
	 * Tells what the stop has cost.
	 * @param limit the time that there was
	 */
	void closed(Duration limit) {
		long unsent = this.shared.ledger().close();
		this.shared.flushes().close();
		this.shared.outage().close(unsent, this.sender.kept(), this.target.spool(), limit);
		if (this.target.spool() != null) {
			this.target.spool().close();
		}
	}

	SpanCounts counts() {
		return this.shared.ledger().counts();
	}

}
