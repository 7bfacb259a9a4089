// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;

/**
 * Hands each finished span to all destinations.
 */
final class SpanPipeline implements SpanProcessor, ReportStatus {

	private final Destination[] destinations;

	private final Duration shutdownTimeout;

	private final LongSupplier clock;

	private final AtomicReference<CompletableResultCode> closed = new AtomicReference<>();

	SpanPipeline(List<Destination> destinations, Duration shutdownTimeout, LongSupplier clock) {
		this.destinations = destinations.toArray(Destination[]::new);
		this.shutdownTimeout = shutdownTimeout;
		this.clock = clock;
		destinations.forEach(Destination::start);
	}

	@Override
	public void onStart(Context parent, ReadWriteSpan span) {
	}

	@Override
	public boolean isStartRequired() {
		return false;
	}

	@Override
	public void onEnd(ReadableSpan span) {
		if (span.getSpanContext().isSampled()) {
			for (Destination destination : this.destinations) {
				destination.add(span);
			}
		}
	}

	@Override
	public boolean isEndRequired() {
		return true;
	}

	/**
	 * Sends what has ended, at once.
	 * @return succeeds when it is sent, or on the disk; fails when an attempt to send it
	 * has failed, while it still waits, or when that is known to be in vain
	 */
	@Override
	public CompletableResultCode forceFlush() {
		if (this.closed.get() != null) {
			return CompletableResultCode.ofSuccess();
		}
		return CompletableResultCode.ofAll(List.of(this.destinations).stream().map(Destination::flush).toList());
	}

	/**
	 * Sends what is left and stops everything, within the configured time. A tenth of it
	 * is kept for the stopping.
	 */
	@Override
	public CompletableResultCode shutdown() {
		CompletableResultCode result = new CompletableResultCode();
		if (!this.closed.compareAndSet(null, result)) {
			return this.closed.get();
		}
		long stopTime = this.shutdownTimeout.toNanos() / 10;
		long deadline = this.clock.getAsLong() + this.shutdownTimeout.toNanos() - stopTime;
		for (Destination destination : this.destinations) {
			destination.close(deadline);
		}
		await(deadline + stopTime / 4);
		stopExporters(deadline + stopTime / 2);
		for (Destination destination : this.destinations) {
			destination.interrupt();
		}
		await(deadline + stopTime);
		for (Destination destination : this.destinations) {
			destination.closed(this.shutdownTimeout);
		}
		return result.succeed();
	}

	private void await(long until) {
		for (Destination destination : this.destinations) {
			destination.await(until - this.clock.getAsLong());
		}
	}

	/** On a thread of its own, because what a user's exporter does there may block. */
	private void stopExporters(long until) {
		Thread stopper = new Thread(() -> {
			for (Destination destination : this.destinations) {
				destination.stopExporter();
			}
		}, "telemetry-stop");
		stopper.setDaemon(true);
		stopper.start();
		try {
			stopper.join(Math.max(1, (until - this.clock.getAsLong()) / 1_000_000));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public List<SpanCounts> counts() {
		return List.of(this.destinations).stream().map(Destination::counts).toList();
	}

}
