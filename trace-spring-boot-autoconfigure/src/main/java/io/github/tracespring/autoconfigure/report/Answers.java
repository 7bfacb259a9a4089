// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report;

import io.github.tracespring.autoconfigure.report.wire.ExportException;

/**
 * What becomes of a batch that was sent: it is taken, sent again, or lost. Used by one
 * thread.
 */
final class Answers {

	private final Shared shared;

	private final Circuit circuit;

	private final Stock stock;

	private final Refusals refusals;

	/** The next ticket when an outage ended last: older spans had to wait for that. */
	private long outageEnd;

	private Long lastSuccess;

	/** The last answer was that another attempt is not worth it. */
	private boolean failing;

	Answers(Shared shared, Circuit circuit, Stock stock, Refusals refusals) {
		this.shared = shared;
		this.circuit = circuit;
		this.stock = stock;
		this.refusals = refusals;
	}

	/**
	 * Books a batch.
	 * @param batch a batch that was answered, or whose time is up
	 * @param now the time
	 * @param closing whether a line on the end will follow
	 */
	void settle(SpanBatch batch, long now, boolean closing) {
		Throwable failure = batch.result().getFailureThrowable();
		if (batch.result().isSuccess()) {
			answered(batch, 0, now);
		}
		else if (!(failure instanceof ExportException reason)) {
			fail(batch, batch.result().isDone() ? FailureReason.of(failure) : "no answer in time");
		}
		else if (reason.isRetryable()) {
			postpone(batch, reason, now, closing);
		}
		else {
			int rejected = reason.rejectedOf(batch.size());
			this.refusals.add(rejected, FailureReason.of(reason));
			answered(batch, rejected, now);
		}
	}

	private void answered(SpanBatch batch, int rejected, long now) {
		if (!this.circuit.isClosed()) {
			this.circuit.succeeded();
			this.outageEnd = this.shared.queue().tail();
		}
		this.lastSuccess = now;
		int taken = batch.size() - rejected;
		this.failing = taken == 0;
		if (batch.spooled() != null) {
			batch.spooled().done();
			this.shared.ledger().answeredFromSpool(taken, rejected);
			this.shared.outage().late(taken);
		}
		else {
			int late = Math.min(taken, batch.late(this.outageEnd));
			this.shared.ledger().answered(taken, late, rejected);
			this.shared.outage().late(late);
			batch.release();
		}
	}

	private void postpone(SpanBatch batch, ExportException reason, long now, boolean closing) {
		boolean alone = this.circuit.isClosed();
		this.circuit.failed(now, batch.isAsking(), reason.retryAfter());
		this.shared.outage().failed(FailureReason.of(reason), this.circuit.isOutage() && !closing);
		boolean hopeless = batch.fail(now, this.lastSuccess);
		if (batch.spooled() != null) {
			batch.spooled().release();
			if (alone) {
				this.stock.restDisk(now);
			}
		}
		else if (hopeless) {
			this.shared.ledger().dropped(batch.size(), DropReason.NEVER_TAKEN);
			this.shared.outage().lost(batch.size(), FailureReason.of(reason));
		}
		else {
			this.stock.postpone(batch);
		}
	}

	private void fail(SpanBatch batch, String reason) {
		this.failing = true;
		if (batch.spooled() != null) {
			batch.spooled().done();
			this.shared.ledger().answeredFromSpool(0, batch.size());
		}
		else {
			this.shared.ledger().dropped(batch.size(), DropReason.EXPORT_FAILED);
		}
		this.shared.outage().lost(batch.size(), reason);
	}

	long outageEnd() {
		return this.outageEnd;
	}

	boolean isFailing() {
		return this.failing;
	}

	void close() {
		this.refusals.close();
	}

}
