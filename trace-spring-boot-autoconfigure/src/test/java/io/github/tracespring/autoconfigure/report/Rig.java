// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;

import io.github.tracespring.autoconfigure.config.TelemetryProperties;
import io.github.tracespring.autoconfigure.report.spool.Spool;
import io.github.tracespring.autoconfigure.report.wire.ExportException;

/**
 * A destination whose time, exporter and thread are the test's.
 */
final class Rig implements AutoCloseable {

	final TelemetryProperties.Batch batch = new TelemetryProperties.Batch();

	/** Batches that the exporter has and did not answer for. */
	final Deque<Sent> open = new ArrayDeque<>();

	/** The names of the spans that were taken, in order. */
	final List<String> taken = new ArrayList<>();

	MemorySpool spool;

	boolean ours = true;

	UnaryOperator<SpanData> form = UnaryOperator.identity();

	private final AtomicLong time = new AtomicLong(-5);

	private Destination destination;

	private SdkTracerProvider provider;

	Rig() {
		this.batch.setMaxExportBatchSize(2);
		this.batch.setMaxInFlight(3);
		this.batch.setMaxQueueSize(100);
	}

	Destination destination() {
		if (this.destination == null) {
			Target target = new Target("http://collector", new Exporter(), this.form, this.ours,
					this.ours ? this.batch.getMaxInFlight() : 1, this.batch, this.spool);
			this.destination = new Destination(target, new Circuit(() -> 0.5), this.time::get);
			this.provider = SdkTracerProvider.builder().addSpanProcessor(new Feed(this.destination)).build();
		}
		return this.destination;
	}

	Tracer tracer() {
		destination();
		return this.provider.get("test");
	}

	/** Ends spans and does what is to be done at once. */
	Rig end(String... names) {
		for (String name : names) {
			tracer().spanBuilder(name).setNoParent().startSpan().end();
		}
		return step();
	}

	Rig endWithError(String name) {
		Span span = tracer().spanBuilder(name).setNoParent().startSpan();
		span.setStatus(StatusCode.ERROR);
		span.end();
		return step();
	}

	Rig step() {
		destination().step();
		return this;
	}

	/** Lets time pass, and the thread do what it wakes for meanwhile. */
	Rig pass(Duration duration) {
		long end = this.time.get() + duration.toNanos();
		long wait = destination().step();
		for (int steps = 0; wait <= end - this.time.get(); steps++) {
			if (steps > 100_000) {
				throw new IllegalStateException("it does not rest");
			}
			this.time.addAndGet(Math.max(1, wait));
			wait = destination().step();
		}
		this.time.set(end);
		return step();
	}

	Rig passMillis(long millis) {
		return pass(Duration.ofMillis(millis));
	}

	/** Answers for the batch that was sent first. */
	Rig succeed() {
		Sent sent = this.open.remove();
		this.taken.addAll(sent.names());
		sent.result.succeed();
		return step();
	}

	Rig succeedAll() {
		while (!this.open.isEmpty()) {
			succeed();
		}
		return this;
	}

	Rig fail(Throwable failure) {
		this.open.remove().result.failExceptionally(failure);
		return step();
	}

	Rig refuse() {
		return fail(ExportException.retryable("HTTP 503", null, null));
	}

	List<String> sent() {
		return this.open.stream().map((sent) -> String.join(" ", sent.names())).toList();
	}

	SpanCounts counts() {
		SpanCounts counts = destination().counts();
		long gone = counts.sent() + counts.spooled() + counts.rejected()
				+ counts.dropped().values().stream().mapToLong(Long::longValue).sum();
		if (counts.produced() != gone + counts.waiting()) {
			throw new AssertionError("does not sum up: " + counts);
		}
		return counts;
	}

	long dropped(DropReason reason) {
		return counts().dropped().get(reason);
	}

	@Override
	public void close() {
		if (this.provider != null) {
			this.provider.close();
		}
	}

	/**
	 * A batch on its way.
	 */
	record Sent(Collection<SpanData> spans, CompletableResultCode result) {

		List<String> names() {
			return this.spans.stream().map(SpanData::getName).collect(Collectors.toList());
		}

	}

	private final class Exporter implements SpanExporter {

		@Override
		public CompletableResultCode export(Collection<SpanData> spans) {
			Sent sent = new Sent(List.copyOf(spans), new CompletableResultCode());
			Rig.this.open.add(sent);
			return sent.result;
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

	/**
	 * What the pipeline does with a span.
	 */
	record Feed(Destination destination) implements SpanProcessor {

		@Override
		public void onStart(Context parent, ReadWriteSpan span) {
		}

		@Override
		public boolean isStartRequired() {
			return false;
		}

		@Override
		public void onEnd(ReadableSpan span) {
			this.destination.add(span);
		}

		@Override
		public boolean isEndRequired() {
			return true;
		}

	}

	/**
	 * A disk with room for some batches.
	 */
	static final class MemorySpool implements Spool {

		final Deque<Collection<SpanData>> batches = new ArrayDeque<>();

		int room;

		private long out;

		MemorySpool(int room) {
			this.room = room;
		}

		@Override
		public boolean offer(Collection<SpanData> batch) {
			return this.batches.size() < this.room && this.batches.add(batch);
		}

		@Override
		public Batch poll() {
			Collection<SpanData> oldest = this.batches.poll();
			if (oldest == null) {
				return null;
			}
			this.out += oldest.size();
			return new Batch() {

				@Override
				public Collection<SpanData> spans() {
					return oldest;
				}

				@Override
				public void done() {
					MemorySpool.this.out -= oldest.size();
				}

				@Override
				public void release() {
					done();
					MemorySpool.this.batches.addFirst(oldest);
				}

			};
		}

		@Override
		public long waiting() {
			return this.out + this.batches.stream().mapToLong(Collection::size).sum();
		}

		@Override
		public long dropped() {
			return 0;
		}

		@Override
		public String toString() {
			return "/spool";
		}

		@Override
		public void close() {
		}

	}

}
