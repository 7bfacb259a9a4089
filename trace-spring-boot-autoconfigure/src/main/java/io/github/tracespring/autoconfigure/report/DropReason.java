// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report;

/**
 * Why a span was dropped, in this process and before a receiver decided on it.
 */
public enum DropReason {

	/** As many spans as {@code telemetry.batch.max-queue-size} allows waited already. */
	QUEUE_FULL,

	/**
	 * The exporter failed in a way that says nothing of trying again, or never answered.
	 */
	EXPORT_FAILED,

	/** The receiver took other batches, but for minutes failed on this one. */
	NEVER_TAKEN,

	/** The application stopped before it could be sent. */
	SHUTDOWN

}
