// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;

import io.github.tracespring.autoconfigure.config.TelemetryProperties;

/**
 * Handing a finished span over, by eight threads at once, to an exporter that costs
 * nothing. They are faster than any application, so the queue is full most of the time.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class QueueBenchmark {

	/** Ours, or OpenTelemetry's batch processor with as large a queue. */
	@Param({ "ours", "OpenTelemetry" })
	public String pipeline;

	private SpanProcessor processor;

	private ReadableSpan span;

	@Setup
	public void setUp() {
		TelemetryProperties.Batch batch = new TelemetryProperties.Batch();
		this.processor = this.pipeline
			.equals("ours")
					? new SpanPipeline(
							List.of(new Destination(new Target("nowhere", new Nowhere(), UnaryOperator.identity(), true,
									1, batch, null), new Circuit(() -> 1), System::nanoTime)),
							Duration.ofSeconds(1), System::nanoTime)
					: BatchSpanProcessor.builder(new Nowhere())
						.setMaxQueueSize(batch.getMaxQueueSize())
						.setMaxExportBatchSize(batch.getMaxExportBatchSize())
						.setScheduleDelay(batch.getScheduleDelay())
						.build();
		Span ended = SdkTracerProvider.builder().build().get("benchmark").spanBuilder("GET").startSpan();
		ended.end();
		this.span = (ReadableSpan) ended;
	}

	@TearDown
	public void tearDown() {
		this.processor.shutdown().join(10, TimeUnit.SECONDS);
	}

	@Benchmark
	@Threads(8)
	public void eightProducers() {
		this.processor.onEnd(this.span);
	}

	@Benchmark
	@Threads(1)
	public void oneProducer() {
		this.processor.onEnd(this.span);
	}

	/** Takes everything at once. */
	private static final class Nowhere implements SpanExporter {

		@Override
		public CompletableResultCode export(Collection<SpanData> spans) {
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
