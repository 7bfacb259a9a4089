// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.benchmarks.jmh;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import io.github.tracespring.autoconfigure.config.Propagator;
import io.github.tracespring.autoconfigure.core.propagation.MalformedHeaders;
import io.github.tracespring.autoconfigure.core.propagation.Propagation;

/**
 * Reading a request's headers with all formats on, whichever the caller speaks.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class HeaderBenchmark implements TextMapGetter<Map<String, String>> {

	private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

	private static final String SPAN = "b7ad6b7169203331";

	/** What the caller speaks. */
	@Param({ "none", "tracecontext", "tracestate", "b3", "b3multi", "jaeger", "baggage" })
	public String format;

	private final TextMapPropagator propagator = Propagation
		.of(List.of(Propagator.values()), List.of(Propagator.TRACECONTEXT), new MalformedHeaders())
		.getTextMapPropagator();

	private Map<String, String> headers;

	@Setup
	public void setUp() {
		String parent = "00-" + TRACE + "-" + SPAN + "-01";
		this.headers = switch (this.format) {
			case "tracecontext" -> Map.of("traceparent", parent);
			case "tracestate" -> Map.of("traceparent", parent, "tracestate", "vendor=value,other=0123456789");
			case "b3" -> Map.of("b3", TRACE + "-" + SPAN + "-1");
			case "b3multi" -> Map.of("X-B3-TraceId", TRACE, "X-B3-SpanId", SPAN, "X-B3-Sampled", "1");
			case "jaeger" -> Map.of("uber-trace-id", TRACE + ":" + SPAN + ":0:1");
			case "baggage" -> Map.of("traceparent", parent, "baggage", "tenant=acme,user=7");
			default -> Map.of();
		};
	}

	@Benchmark
	public Context extract() {
		return this.propagator.extract(Context.root(), this.headers, this);
	}

	@Override
	public Iterable<String> keys(Map<String, String> carrier) {
		return carrier.keySet();
	}

	@Override
	public String get(Map<String, String> carrier, String key) {
		return carrier.get(key);
	}

}
