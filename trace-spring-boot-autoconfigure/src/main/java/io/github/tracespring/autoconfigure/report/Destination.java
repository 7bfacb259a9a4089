// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report;

import java.time.Duration;
import java.util.Collection;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;

/**
 * One exporter, and how it fares. Whatever the exporter does, nothing is thrown here.
 */
final class Destination {

	private final SpanExporter exporter;

	private final Outage outage;

	Destination(SpanExporter exporter, String where, int maxQueueSize) {
		this.exporter = exporter;
		this.outage = new Outage(where, maxQueueSize);
	}

	CompletableResultCode send(Collection<SpanData> spans) {
		try {
			CompletableResultCode result = this.exporter.export(spans);
			return (result != null) ? result : CompletableResultCode.ofFailure();
		}
		catch (Throwable ex) {
			return CompletableResultCode.ofExceptionalFailure(ex);
		}
	}

	/**
	 * Takes note of what became of a batch.
	 * @param result what the exporter said, by now
	 * @param spans the number of spans in the batch
	 * @param relaxed whether the queue is far from full, so that a success ends an outage
	 */
	void settle(CompletableResultCode result, int spans, boolean relaxed) {
		if (!result.isSuccess()) {
			this.outage.lost(spans, reason(result));
		}
		else if (relaxed) {
			this.outage.end();
		}
	}

	/**
	 * The same after closing ran out of time: its line says it all.
	 */
	void settleLast(CompletableResultCode result, int spans) {
		if (!result.isSuccess()) {
			this.outage.count(spans);
		}
	}

	void overflow() {
		this.outage.overflow();
	}

	void stop() {
		try {
			this.exporter.shutdown();
		}
		catch (Throwable ex) {
			// what has been counted as lost is all that can be said
		}
	}

	void closed(int unsent, Duration limit) {
		this.outage.close(unsent, limit);
	}

	private static String reason(CompletableResultCode result) {
		return result.isDone() ? FailureReason.of(result.getFailureThrowable()) : "no answer in time";
	}

}
