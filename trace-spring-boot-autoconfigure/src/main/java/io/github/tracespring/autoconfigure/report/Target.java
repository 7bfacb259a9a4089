// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report;

import java.util.function.UnaryOperator;

import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;

import io.github.tracespring.autoconfigure.config.TelemetryProperties;
import io.github.tracespring.autoconfigure.report.spool.Spool;

/**
 * Where finished spans go.
 *
 * @param where its name in the log, without secrets
 * @param exporter sends them
 * @param form makes of a span that has ended what waits
 * @param ours whether the exporter says which failures are worth another attempt
 * @param maxInFlight batches that the exporter is given before it has answered for the
 * first of them, at most
 * @param batch the sizes and times
 * @param spool where batches wait on the disk, or {@code null}
 */
record Target(String where, SpanExporter exporter, UnaryOperator<SpanData> form, boolean ours, int maxInFlight,
		TelemetryProperties.Batch batch, Spool spool) {

	/** What becomes of spans that do not arrive. */
	String fate() {
		int room = this.batch.getMaxQueueSize();
		if (!this.ours) {
			return "What fails to be sent is lost, at most " + room + " new spans wait";
		}
		return (this.spool != null) ? "They wait in " + this.spool + " and are sent when it takes them again"
				: "At most " + room + " wait in memory, to be sent when it takes them again, and more are lost";
	}

}
