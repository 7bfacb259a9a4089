// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;

import io.github.tracespring.autoconfigure.config.TelemetryProperties;

/**
 * OpenTelemetry's {@link BatchSpanProcessor} with what it lacks between two ends: a gate
 * in front of its queue, so that every span that is lost is counted, and an exporter
 * behind it that hands each batch to all destinations and waits for what becomes of it.
 */
final class BatchReporter implements SpanProcessor {

	/** Lets an exporter's own time limit end first: it knows better what went wrong. */
	private static final Duration GRACE = Duration.ofSeconds(1);

	private final List<Destination> destinations;

	private final int maxQueueSize;

	private final Duration exportTimeout;

	private final Duration shutdownTimeout;

	private final BatchSpanProcessor queue;

	/** Spans that ended and were not handed to the destinations yet. */
	private final AtomicInteger pending = new AtomicInteger();

	/** Spans that the destinations were given and have not answered for. */
	private int inFlight;

	private final AtomicBoolean closing = new AtomicBoolean();

	/** Closing ran out of time: what is left is counted, not sent. */
	private volatile boolean refusing;

	/** All that is lost has been told. */
	private volatile boolean closed;

	private volatile Thread worker;

	BatchReporter(List<Destination> destinations, TelemetryProperties.Batch batch, Duration shutdownTimeout) {
		this.destinations = List.copyOf(destinations);
		this.maxQueueSize = batch.getMaxQueueSize();
		this.exportTimeout = batch.getExportTimeout().plus(GRACE);
		this.shutdownTimeout = shutdownTimeout;
		this.queue = BatchSpanProcessor.builder(new Sender())
			.setMaxQueueSize(this.maxQueueSize)
			.setMaxExportBatchSize(batch.getMaxExportBatchSize())
			.setScheduleDelay(batch.getScheduleDelay())
			.build();
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
		if (!span.getSpanContext().isSampled() || this.closed) {
			return;
		}
		if (this.pending.incrementAndGet() > this.maxQueueSize) {
			this.pending.decrementAndGet();
			this.destinations.forEach(Destination::overflow);
			return;
		}
		this.queue.onEnd(span);
	}

	@Override
	public boolean isEndRequired() {
		return true;
	}

	@Override
	public CompletableResultCode forceFlush() {
		return this.closing.get() ? CompletableResultCode.ofSuccess() : flush();
	}

	/**
	 * Asks again as long as the queue answers for the flush before this one, which it
	 * forgets only a moment after it is done.
	 */
	private CompletableResultCode flush() {
		CompletableResultCode flushed = this.queue.forceFlush();
		while (flushed.isDone() && unsent() > 0) {
			Thread.onSpinWait();
			flushed = this.queue.forceFlush();
		}
		return flushed;
	}

	/**
	 * Sends what is left and stops everything, within the configured time. A tenth of it
	 * is kept for the stopping.
	 */
	@Override
	public CompletableResultCode shutdown() {
		if (this.closing.compareAndSet(false, true)) {
			Duration stopTime = this.shutdownTimeout.dividedBy(10);
			join(flush(), this.shutdownTimeout.minus(stopTime));
			this.refusing = true;
			stopDestinations(stopTime.dividedBy(3));
			stopQueue(stopTime.dividedBy(3));
			synchronized (this.destinations) {
				this.closed = true;
				int unsent = unsent();
				this.destinations.forEach((destination) -> destination.closed(unsent, this.shutdownTimeout));
			}
		}
		return CompletableResultCode.ofSuccess();
	}

	private int unsent() {
		synchronized (this.destinations) {
			return this.pending.get() + this.inFlight;
		}
	}

	private void stopQueue(Duration limit) {
		CompletableResultCode stopped = join(this.queue.shutdown(), limit);
		if (!stopped.isDone() && this.worker != null) {
			this.worker.interrupt();
			join(stopped, limit);
		}
		// its thread sleeps until the next batch would be due; one more flush wakes it,
		// to end
		while (this.queue.forceFlush().isDone()) {
			Thread.onSpinWait();
		}
	}

	/** On a thread of its own, because what a user's exporter does there may block. */
	private void stopDestinations(Duration limit) {
		Thread stopper = new Thread(() -> this.destinations.forEach(Destination::stop), "telemetry-stop");
		stopper.setDaemon(true);
		stopper.start();
		try {
			stopper.join(Math.max(1, limit.toMillis()));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static CompletableResultCode join(CompletableResultCode result, Duration limit) {
		return result.join(limit.toNanos(), TimeUnit.NANOSECONDS);
	}

	/** Called by the queue's one worker. */
	private void report(Collection<SpanData> spans) {
		this.worker = Thread.currentThread();
		synchronized (this.destinations) {
			this.pending.addAndGet(-spans.size());
			this.inFlight = spans.size();
		}
		List<CompletableResultCode> results = this.destinations.stream()
			.map((destination) -> this.refusing ? CompletableResultCode.ofFailure() : destination.send(spans))
			.toList();
		join(CompletableResultCode.ofAll(results), this.exportTimeout);
		synchronized (this.destinations) {
			for (int i = 0; i < results.size(); i++) {
				settle(this.destinations.get(i), results.get(i), spans.size());
			}
			this.inFlight = 0;
		}
	}

	private void settle(Destination destination, CompletableResultCode result, int spans) {
		if (this.refusing) {
			destination.settleLast(result, spans);
		}
		else {
			destination.settle(result, spans, this.pending.get() <= this.maxQueueSize / 2);
		}
	}

	/** The end of the queue. What became of a batch is not its business. */
	private final class Sender implements SpanExporter {

		@Override
		public CompletableResultCode export(Collection<SpanData> spans) {
			report(spans);
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode flush() {
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode shutdown() {
			return CompletableResultCode.ofSuccess();
		}

	}

}
