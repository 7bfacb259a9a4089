// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.wire;

import java.io.IOException;
import java.time.Duration;

/**
 * Why a batch was not taken whole, as an exporter fails its result with: so the pipeline
 * knows what becomes of the spans. Any other failure says nothing of that, and the spans
 * are lost.
 */
public final class ExportException extends IOException {

	private static final long serialVersionUID = 1;

	/** All of the batch. */
	private static final int ALL = -1;

	private final boolean retryable;

	private final transient Duration retryAfter;

	private final int rejected;

	private ExportException(String message, Throwable cause, boolean retryable, Duration retryAfter, int rejected) {
		super(message, cause);
		this.retryable = retryable;
		this.retryAfter = retryAfter;
		this.rejected = rejected;
	}

	/**
	 * The same batch may be taken later.
	 * @param reason why it was not, for the log; {@code null} if the cause says it
	 * @param retryAfter when the receiver asks to be tried again, or {@code null} if it
	 * does not say
	 * @param cause what failed, or {@code null}
	 * @return the exception
	 */
	public static ExportException retryable(String reason, Duration retryAfter, Throwable cause) {
		return new ExportException(reason, cause, true, retryAfter, ALL);
	}

	/**
	 * The batch will never be taken.
	 * @param reason why not, for the log
	 * @return the exception
	 */
	public static ExportException rejected(String reason) {
		return new ExportException(reason, null, false, null, ALL);
	}

	/**
	 * The batch was taken, except for some of its spans (OTLP's partial success).
	 * @param spans how many were not
	 * @param reason why not, for the log
	 * @return the exception
	 */
	public static ExportException partial(int spans, String reason) {
		return new ExportException(reason, null, false, null, spans);
	}

	ExportException withReason(String reason) {
		return new ExportException(reason, null, this.retryable, this.retryAfter, this.rejected);
	}

	/**
	 * Returns whether to send the same batch again.
	 * @return whether to send the same batch again
	 */
	public boolean isRetryable() {
		return this.retryable;
	}

	/**
	 * Returns how long the receiver asks to be left alone.
	 * @return the time, or {@code null} if it did not say
	 */
	public Duration retryAfter() {
		return this.retryAfter;
	}

	/**
	 * Returns how many spans of a batch were refused.
	 * @param batch the spans that were sent
	 * @return how many of them the receiver did not take
	 */
	public int rejectedOf(int batch) {
		return (this.rejected == ALL) ? batch : Math.min(this.rejected, batch);
	}

}
