// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.benchmarks.jmh;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import com.sun.management.OperatingSystemMXBean;
import io.opentelemetry.exporter.logging.otlp.internal.traces.OtlpStdoutSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * All of the report, from spans that end to the answer of a receiver in another process:
 * as many spans as the queue holds are handed over at once, and sent. A score is spans a
 * second; {@code cpuSeconds} is how many cores that took.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@State(Scope.Benchmark)
public class ExportBenchmark {

	static final int SPANS = 8192;

	/** A file that takes no room. */
	private static final Path NOWHERE = Path.of("/dev/null");

	private static final String THEIRS = " of OpenTelemetry";

	@Param({ "otlphttp", "otlphttp" + THEIRS, "otlpgrpc", "otlpgrpc" + THEIRS, "zipkin", "jaeger", "file",
			"file" + THEIRS })
	public String batcher;

	@Param({ "512", "4096" })
	public int batchSize;

	private final List<ReadableSpan> spans = FinishedSpans.make(SPANS);

	private Receivers receivers;

	private ConfigurableApplicationContext application;

	private SpanProcessor processor;

	@Setup
	public void setUp() throws IOException {
		this.receivers = Receivers.start();
		if (this.batcher.endsWith(THEIRS)) {
			this.processor = BatchSpanProcessor.builder(theirs())
				.setMaxQueueSize(10_000)
				.setMaxExportBatchSize(this.batchSize)
				.build();
		}
		else {
			this.application = TracedApplication.start(Map.of("telemetry.batcher", this.batcher, "telemetry.endpoint",
					endpoint(), "telemetry.batch.max-export-batch-size", this.batchSize));
			this.processor = this.application.getBean("telemetrySpanProcessor", SpanProcessor.class);
		}
	}

	private String endpoint() {
		return switch (this.batcher) {
			case "otlpgrpc" -> this.receivers.grpc();
			case "zipkin" -> this.receivers.http() + "/api/v2/spans";
			case "jaeger" -> this.receivers.http() + "/api/traces";
			case "file" -> NOWHERE.toString();
			default -> this.receivers.http();
		};
	}

	private SpanExporter theirs() throws IOException {
		return switch (this.batcher) {
			case "otlphttp" + THEIRS ->
				OtlpHttpSpanExporter.builder().setEndpoint(this.receivers.http() + "/v1/traces").build();
			case "otlpgrpc" + THEIRS -> OtlpGrpcSpanExporter.builder().setEndpoint(this.receivers.grpc()).build();
			default -> OtlpStdoutSpanExporter.builder()
				.setOutput(new BufferedOutputStream(Files.newOutputStream(NOWHERE)))
				.build();
		};
	}

	@TearDown
	public void tearDown() {
		this.processor.shutdown().join(10, TimeUnit.SECONDS);
		if (this.application != null) {
			this.application.close();
		}
		this.receivers.close();
	}

	@Benchmark
	@OperationsPerInvocation(SPANS)
	public void export(Cpu cpu) {
		for (ReadableSpan span : this.spans) {
			this.processor.onEnd(span);
		}
		CompletableResultCode sent = this.processor.forceFlush().join(30, TimeUnit.SECONDS);
		if (!sent.isSuccess()) {
			throw new IllegalStateException("not sent");
		}
		cpu.cpuSeconds = cpu.total() - cpu.before;
	}

	/**
	 * The process' CPU time in an iteration.
	 */
	@AuxCounters(AuxCounters.Type.OPERATIONS)
	@State(Scope.Thread)
	public static class Cpu {

		private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory
			.getOperatingSystemMXBean();

		public double cpuSeconds;

		private double before;

		@Setup(Level.Iteration)
		public void reset() {
			this.before = total();
			this.cpuSeconds = 0;
		}

		private double total() {
			return this.system.getProcessCpuTime() / 1e9;
		}

	}

}
