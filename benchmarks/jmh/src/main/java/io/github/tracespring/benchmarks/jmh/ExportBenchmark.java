// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.benchmarks.jmh;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
import io.opentelemetry.sdk.trace.data.SpanData;
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
 * as many spans as the queue holds are handed over at once, and sent. Of OpenTelemetry's
 * there is the exporter alone, which its batch processor gives one batch after the other;
 * the processor itself may drop some, and not say so to who waits for a flush. A score is
 * spans a second; {@code cpuSeconds} is how many cores that took.
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

	private SpanExporter exporter;

	@Setup
	public void setUp() throws IOException {
		this.receivers = Receivers.start();
		if (this.batcher.endsWith(THEIRS)) {
			this.exporter = theirs();
			return;
		}
		this.application = TracedApplication.start(Map.of("telemetry.batcher", this.batcher, "telemetry.endpoint",
				endpoint(), "telemetry.batch.max-export-batch-size", this.batchSize));
		this.processor = this.application.getBean("telemetrySpanProcessor", SpanProcessor.class);
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
		if (this.application != null) {
			this.application.close();
		}
		else {
			this.exporter.shutdown().join(10, TimeUnit.SECONDS);
		}
		this.receivers.close();
	}

	@Benchmark
	@OperationsPerInvocation(SPANS)
	public void export(Cpu cpu) {
		CompletableResultCode sent = (this.exporter != null) ? sendByTheirs() : sendByOurs();
		if (!sent.isSuccess()) {
			throw new IllegalStateException("not sent");
		}
		cpu.cpuSeconds = cpu.total() - cpu.before;
	}

	private CompletableResultCode sendByOurs() {
		for (ReadableSpan span : this.spans) {
			this.processor.onEnd(span);
		}
		return this.processor.forceFlush().join(30, TimeUnit.SECONDS);
	}

	private CompletableResultCode sendByTheirs() {
		CompletableResultCode sent = CompletableResultCode.ofSuccess();
		for (int i = 0; i < SPANS && sent.isSuccess(); i += this.batchSize) {
			List<SpanData> batch = new ArrayList<>();
			this.spans.subList(i, i + this.batchSize).forEach((span) -> batch.add(span.toSpanData()));
			sent = this.exporter.export(batch).join(30, TimeUnit.SECONDS);
		}
		return sent;
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
