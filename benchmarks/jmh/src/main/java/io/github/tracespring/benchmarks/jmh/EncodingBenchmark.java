// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.benchmarks.jmh;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.exporter.internal.otlp.traces.TraceRequestMarshaler;
import io.opentelemetry.exporter.logging.otlp.internal.traces.OtlpStdoutSpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import zipkin2.codec.SpanBytesEncoder;

import io.github.tracespring.autoconfigure.report.jaeger.JaegerBatch;
import io.github.tracespring.autoconfigure.report.otlp.EncodedSpans;
import io.github.tracespring.autoconfigure.report.otlp.OtlpEncoder;
import io.github.tracespring.autoconfigure.report.zipkin.ZipkinSpanConverter;

/**
 * Encoding a full batch, for each batcher, and by OpenTelemetry's own exporters. A score
 * is spans a second on one core.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@OperationsPerInvocation(EncodingBenchmark.BATCH)
@State(Scope.Benchmark)
public class EncodingBenchmark {

	static final int BATCH = 512;

	private final EncodedSpans oneByOne = new EncodedSpans();

	private final ZipkinSpanConverter zipkin = ZipkinSpanConverter.standard();

	private final List<SpanData> spans = new ArrayList<>();

	@Setup
	public void setUp() throws IOException {
		FinishedSpans.make(BATCH).forEach((span) -> this.spans.add(span.toSpanData()));
		System.out.printf("%nBytes a span: otlp %d, otlp of OpenTelemetry %d, zipkin %d, jaeger %d, file %d%n",
				otlp().remaining() / BATCH, otlpOfOpenTelemetry().length / BATCH, zipkin().length / BATCH,
				jaeger().length / BATCH, file().length / BATCH);
	}

	@Benchmark
	public ByteBuffer otlp() {
		return OtlpEncoder.encode(this.spans);
	}

	/** Where each span ends, as it is done, and all of them for the batch. */
	@Benchmark
	public ByteBuffer otlpOneByOne() {
		List<SpanData> batch = new ArrayList<>(this.spans.size());
		for (SpanData span : this.spans) {
			batch.add(this.oneByOne.encode(span));
		}
		ByteBuffer message = OtlpEncoder.encode(batch);
		EncodedSpans.release(batch);
		return message;
	}

	@Benchmark
	public byte[] otlpOfOpenTelemetry() throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		TraceRequestMarshaler.create(this.spans).writeBinaryTo(out);
		return out.toByteArray();
	}

	@Benchmark
	public byte[] zipkin() {
		return SpanBytesEncoder.JSON_V2.encodeList(this.spans.stream().map(this.zipkin::convert).toList());
	}

	@Benchmark
	public byte[] jaeger() {
		return JaegerBatch.encode(this.spans);
	}

	@Benchmark
	public byte[] file() {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		OtlpStdoutSpanExporter.builder().setOutput(out).build().export(this.spans);
		return out.toByteArray();
	}

}
