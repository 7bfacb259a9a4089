// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.benchmarks.jmh;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.internal.otlp.traces.TraceRequestMarshaler;
import io.opentelemetry.exporter.logging.otlp.internal.traces.OtlpStdoutSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
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

	private final ZipkinSpanConverter zipkin = ZipkinSpanConverter.standard();

	private final List<SpanData> spans = new ArrayList<>();

	@Setup
	public void setUp() throws IOException {
		Resource resource = Resource.getDefault()
			.merge(Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "benchmark")));
		try (SdkTracerProvider provider = SdkTracerProvider.builder().setResource(resource).build()) {
			Tracer tracer = provider.get("benchmark");
			Span parent = tracer.spanBuilder("parent").startSpan();
			for (int i = 0; i < BATCH; i++) {
				this.spans.add(span(tracer, Context.root().with(parent), i));
			}
		}
		System.out.printf("%nBytes a span: otlp %d, otlp of OpenTelemetry %d, zipkin %d, jaeger %d, file %d%n",
				otlp().remaining() / BATCH, otlpOfOpenTelemetry().length / BATCH, zipkin().length / BATCH,
				jaeger().length / BATCH, file().length / BATCH);
	}

	/** As the servlet filter makes them. */
	private static SpanData span(Tracer tracer, Context parent, int i) {
		Span span = tracer.spanBuilder("GET /users/{id}").setParent(parent).setSpanKind(SpanKind.SERVER).startSpan();
		span.setAttribute("http.request.method", "GET");
		span.setAttribute("url.scheme", "http");
		span.setAttribute("url.path", "/users/" + i);
		span.setAttribute("url.query", "page=3&size=20");
		span.setAttribute("user_agent.original", "Mozilla/5.0 (X11; Linux x86_64)");
		span.setAttribute("server.address", "users.example");
		span.setAttribute("server.port", 8080);
		span.setAttribute("client.address", "192.0.2.17");
		span.setAttribute("network.peer.address", "192.0.2.17");
		span.setAttribute("network.peer.port", 40_000 + i);
		span.setAttribute("network.protocol.version", "1.1");
		span.setAttribute("http.route", "/users/{id}");
		span.setAttribute("http.response.status_code", 200);
		span.end();
		return ((ReadableSpan) span).toSpanData();
	}

	@Benchmark
	public ByteBuffer otlp() {
		return OtlpEncoder.encode(this.spans);
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
