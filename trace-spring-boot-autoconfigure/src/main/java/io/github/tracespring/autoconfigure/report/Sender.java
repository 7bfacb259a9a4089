// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.opentelemetry.sdk.common.CompletableResultCode;

import io.github.tracespring.autoconfigure.report.wire.ExportException;

/**
 * What happens to the spans of one destination, step by step, on its one thread: several
 * batches are sent at once, and what could not be taken is sent again.
 */
final class Sender {

	/** Lets an exporter's own time limit end first: it knows better what went wrong. */
	private static final long GRACE = TimeUnit.SECONDS.toNanos(1);

	/** For a thread that was interrupted while it added a span. */
	private static final long MOMENT = TimeUnit.MICROSECONDS.toNanos(200);

	private final Target target;

	private final Shared shared;

	private final Circuit circuit;

	private final LongSupplier clock;

	private final Runnable wake;

	private final Stock stock;

	private final Answers answers;

	private final List<SpanBatch> inFlight = new ArrayList<>();

	private volatile boolean exporting;

	private volatile Closing closing;

	private volatile boolean done;

	Sender(Target target, Shared shared, Circuit circuit, LongSupplier clock, Runnable wake) {
		this.target = target;
		this.shared = shared;
		this.circuit = circuit;
		this.clock = clock;
		this.wake = wake;
		this.stock = new Stock(target, shared, clock.getAsLong());
		this.answers = new Answers(shared, circuit, this.stock, new Refusals(target.where(), clock));
	}

	/**
	 * Does all that can be done now.
	 * @return how long it need not be called again, in nanoseconds, if nothing happens
	 */
	long step() {
		long now = this.clock.getAsLong();
		settleAnswered(now);
		if (this.shared.flushes().adopt(this.circuit.attemptsFailed())) {
			this.circuit.hurry(now);
		}
		Closing stop = this.closing;
		if (stop != null && stop.begin(this.circuit.attemptsFailed())) {
			this.stock.stop();
			this.circuit.hurry(now);
		}
		if (this.circuit.isOutage() || isCrowded()) {
			this.stock.spill(now);
		}
		send(now);
		answerFlushes(now);
		this.shared.outage().check(isWell());
		if (stop != null) {
			leave(stop, now);
		}
		return this.done ? 0 : untilNext(now);
	}

	private void send(long now) {
		while (this.inFlight.size() < limit(now)) {
			SpanBatch batch = next(now);
			if (batch == null) {
				return;
			}
			batch.start(!this.circuit.isClosed(), now + this.target.batch().getExportTimeout().toNanos() + GRACE);
			this.inFlight.add(batch);
			batch.started(export(batch));
			if (batch.result().isDone()) {
				settleAnswered(this.clock.getAsLong());
			}
			else {
				batch.result().whenComplete(this.wake);
			}
		}
	}

	/** During an outage one batch asks, beside those on their way since before. */
	private int limit(long now) {
		if (this.circuit.isClosed()) {
			return this.target.maxInFlight();
		}
		boolean asking = this.inFlight.stream().anyMatch(SpanBatch::isAsking);
		return (!asking && this.circuit.mayAsk(now)) ? this.inFlight.size() + 1 : 0;
	}

	private SpanBatch next(long now) {
		SpanBatch batch = this.circuit.isTurnOfFresh() ? this.stock.fresh(now, true) : null;
		if (batch == null) {
			batch = this.stock.retry();
		}
		if (batch == null) {
			boolean hurry = this.closing != null || !this.circuit.isClosed()
					|| this.shared.flushes().isDue(this.shared.queue().head());
			batch = this.stock.fresh(now, hurry);
		}
		if (batch == null && this.closing == null) {
			long fromDisk = this.inFlight.stream().filter((sent) -> sent.spooled() != null).count();
			batch = (fromDisk < Math.max(1, this.target.maxInFlight() / 2)) ? this.stock.fromDisk(now) : null;
		}
		return batch;
	}

	private CompletableResultCode export(SpanBatch batch) {
		this.exporting = true;
		try {
			CompletableResultCode result = this.target.exporter().export(batch.spans());
			return (result != null) ? result : CompletableResultCode.ofFailure();
		}
		catch (Throwable ex) {
			return CompletableResultCode.ofExceptionalFailure(ex);
		}
		finally {
			this.exporting = false;
		}
	}

	private void settleAnswered(long now) {
		// what fails from then on was given up for the stop, and leaves as such
		boolean over = this.closing != null && this.closing.untilDeadline(now) <= 0;
		for (Iterator<SpanBatch> sent = this.inFlight.iterator(); sent.hasNext();) {
			SpanBatch batch = sent.next();
			if (batch.isSettled(now) && (!over || batch.result().isSuccess())) {
				sent.remove();
				if (this.target.ours() && !batch.result().isDone()) {
					// late as it is, a machine that stood still is no reason to lose it
					batch.result().failExceptionally(ExportException.retryable("no answer in time", null, null));
				}
				this.answers.settle(batch, now, this.closing != null);
			}
		}
	}

	private void answerFlushes(long now) {
		Flushes flushes = this.shared.flushes();
		flushes.succeed(this::isNoneLeftBefore);
		if (!this.circuit.isClosed() && this.inFlight.isEmpty()) {
			flushes.fail(this.circuit.attemptsFailed(), this.circuit.isResting(now));
		}
	}

	private boolean isNoneLeftBefore(long ticket) {
		return this.shared.queue().head() >= ticket && !this.stock.holdsAnyBefore(ticket)
				&& this.inFlight.stream().noneMatch((batch) -> batch.isBefore(ticket));
	}

	/** More waits than is sent in time. */
	private boolean isCrowded() {
		return this.inFlight.size() >= this.target.maxInFlight() && this.stock.isCrowded();
	}

	private boolean isWell() {
		SpanQueue queue = this.shared.queue();
		return this.circuit.isClosed() && !this.answers.isFailing() && !this.stock.hasFailed()
				&& queue.waiting() <= queue.capacity() / 2 && this.inFlight.stream().noneMatch(SpanBatch::hasFailed)
				&& isNoneLeftBefore(this.answers.outageEnd());
	}

	private void leave(Closing stop, long now) {
		boolean idle = this.inFlight.isEmpty() && this.stock.isEmpty();
		if (idle || stop.isOver(this.circuit, this.inFlight.isEmpty(), now)) {
			this.stock.leave(this.inFlight);
			this.inFlight.clear();
			this.answers.close();
			this.shared.flushes().close();
			this.done = true;
		}
	}

	private long untilNext(long now) {
		Closing stop = this.closing;
		long wait = (stop != null) ? stop.untilDeadline(now) : Long.MAX_VALUE;
		for (SpanBatch batch : this.inFlight) {
			wait = Math.min(wait, batch.deadline() - now);
		}
		if (!this.circuit.isClosed() && !this.circuit.mayAsk(now)) {
			wait = Math.min(wait, this.circuit.nextAttempt() - now);
		}
		boolean sends = this.inFlight.size() < limit(now);
		return Math.max(MOMENT, Math.min(wait, this.stock.untilDue(now, sends, this.circuit.isOutage())));
	}

	/**
	 * The application stops. From any thread.
	 * @param deadline when sending ends
	 */
	void close(long deadline) {
		this.closing = new Closing(deadline);
	}

	boolean isDone() {
		return this.done;
	}

	/** Whether the exporter keeps the thread. */
	boolean isExporting() {
		return this.exporting;
	}

	/** How many spans were put on the disk when the application stopped. */
	long kept() {
		return this.stock.kept();
	}

}
