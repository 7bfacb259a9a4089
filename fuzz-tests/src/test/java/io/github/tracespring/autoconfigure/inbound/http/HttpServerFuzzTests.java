// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.http;

import java.util.List;
import java.util.stream.Stream;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.tracespring.autoconfigure.config.Propagator;
import io.github.tracespring.autoconfigure.config.TelemetryPropagationProperties;
import io.github.tracespring.autoconfigure.core.propagation.IncomingTrust;
import io.github.tracespring.autoconfigure.core.propagation.MalformedHeaders;
import io.github.tracespring.autoconfigure.core.propagation.Propagation;
import io.github.tracespring.autoconfigure.core.span.QueryRedactor;
import io.github.tracespring.fuzz.HeaderText;
import io.github.tracespring.fuzz.LogWatch;
import io.github.tracespring.fuzz.Seeds;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests with whatever methods, paths, queries, hosts, addresses and headers.
 */
class HttpServerFuzzTests {

	private static final LogWatch LOG = new LogWatch();

	private static final HttpServerHandler HANDLER = handler();

	static Stream<byte[]> seeds() {
		return Seeds.of(":method: GET\n:path: /a;b=c/d\n:query: token=1&x=%\nuser-agent: curl\n:host: a:80",
				":method: \u00e4\n:path: \n:protocol: HTTP/9.9\n:peer: ::1", ":path: /health\nb3: 0",
				":context: /app\n:path: /app/x;/\n:client: 1.2.3.4\nuber-trace-id: 1:2:0:1\nuberctx-a: b",
				":protocol: http/\ntraceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\ntracestate: a=1");
	}

	private static HttpServerHandler handler() {
		OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
			.setTracerProvider(SdkTracerProvider.builder().build())
			.setPropagators(
					Propagation.of(List.of(Propagator.values()), List.of(Propagator.values()), new MalformedHeaders()))
			.build();
		TelemetryPropagationProperties trusted = new TelemetryPropagationProperties();
		trusted.setTrustedPaths(List.of("/internal/**", "/*/ping"));
		return new HttpServerHandler(sdk, sdk.getTracer("fuzz"), IncomingTrust.of(trusted),
				IgnoredPaths.of(List.of("/health", "/*/ping/{id}")), new QueryRedactor(null), true);
	}

	@MethodSource("seeds")
	@FuzzTest
	void neverFailTracing(byte[] input) {
		HeaderText request = HeaderText.of(input);
		HttpServerSpan span = HANDLER.start(request, FuzzedRequest.INSTANCE);
		HANDLER.end(span, request.all(":status").size(), request.get(":route"), null);
		assertThat(LOG.lines()).isEmpty();
	}

}
