// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.servlet;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import io.github.tracespring.autoconfigure.config.Propagator;
import io.github.tracespring.autoconfigure.config.Sampling;
import io.github.tracespring.autoconfigure.config.TelemetryPropagationProperties;
import io.github.tracespring.autoconfigure.core.propagation.IncomingTrust;
import io.github.tracespring.autoconfigure.core.propagation.MalformedHeaders;
import io.github.tracespring.autoconfigure.core.propagation.Propagation;
import io.github.tracespring.autoconfigure.core.sampling.Samplers;
import io.github.tracespring.autoconfigure.core.span.QueryRedactor;
import io.github.tracespring.autoconfigure.inbound.http.HttpServerHandler;
import io.github.tracespring.autoconfigure.inbound.http.IgnoredPaths;
import io.github.tracespring.autoconfigure.inbound.http.ResponseHeader;
import io.github.tracespring.benchmarks.app.floor.FloorFilter;

/**
 * The filter around an application that does nothing, in a container that does nothing.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class ServletFilterBenchmark {

	private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

	private static final String SPAN = "b7ad6b7169203331";

	/**
	 * What becomes of the request; or a filter by hand that samples it, or none at all.
	 */
	@Param({ "sampled", "unsampled", "ignored", "floor", "off" })
	public String fate;

	/** What the caller speaks, who always says that it samples unless nobody does. */
	@Param({ "none", "w3c", "b3" })
	public String headers;

	private Filter filter;

	private Map<String, String> sent;

	private final FilterChain chain = (request, response) -> {
	};

	@Setup
	public void setUp() {
		boolean sampled = !this.fate.equals("unsampled");
		this.sent = switch (this.headers) {
			case "w3c" -> Map.of("traceparent", "00-" + TRACE + "-" + SPAN + (sampled ? "-01" : "-00"));
			case "b3" -> Map.of("b3", TRACE + "-" + SPAN + (sampled ? "-1" : "-0"));
			default -> Map.of();
		};
		Sampling sampling = new Sampling(sampled ? Sampling.Root.ON : Sampling.Root.OFF, sampled ? 1 : 0, true);
		OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
			.setTracerProvider(
					SdkTracerProvider.builder().setSampler(Samplers.suppressible(Samplers.of(sampling))).build())
			.setPropagators(Propagation.of(List.of(Propagator.values()), List.of(Propagator.TRACECONTEXT),
					new MalformedHeaders()))
			.build();
		if (this.fate.equals("floor") || this.fate.equals("off")) {
			this.filter = this.fate.equals("floor") ? new FloorFilter(sdk)
					: (request, response, chain) -> chain.doFilter(request, response);
			return;
		}
		HttpServerHandler handler = new HttpServerHandler(sdk, sdk.getTracer("benchmark"),
				IncomingTrust.of(new TelemetryPropagationProperties()),
				IgnoredPaths.of(this.fate.equals("ignored") ? List.of("/users/**") : List.of("/health")),
				new QueryRedactor(null), false);
		this.filter = new TracingFilter(handler, new ResponseHeader("traceresponse"));
	}

	@Benchmark
	public Object request() throws IOException, ServletException {
		StubRequest request = new StubRequest(this.sent);
		this.filter.doFilter(request, new StubResponse(), this.chain);
		return request;
	}

}
