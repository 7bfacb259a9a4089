// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.propagation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import org.junit.jupiter.api.Test;

import io.github.tracespring.autoconfigure.config.Propagator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which headers the configured formats write.
 */
class PropagationTests {

	private final Context context = Context.root()
		.with(Span.wrap(SpanContext.create("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331",
				TraceFlags.getSampled(), TraceState.getDefault())))
		.with(Baggage.builder().put("user", "x").build());

	@Test
	void traceContextIsInjected() {
		assertThat(inject(Propagator.TRACECONTEXT))
			.isEqualTo(Map.of("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
	}

	@Test
	void baggageIsInjected() {
		assertThat(inject(Propagator.BAGGAGE)).isEqualTo(Map.of("baggage", "user=x"));
	}

	@Test
	void b3IsInjectedAsListed() {
		assertThat(inject(Propagator.B3))
			.isEqualTo(Map.of("b3", "0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-1"));
		assertThat(inject(Propagator.B3MULTI)).isEqualTo(Map.of("X-B3-TraceId", "0af7651916cd43dd8448eb211c80319c",
				"X-B3-SpanId", "b7ad6b7169203331", "X-B3-Sampled", "1"));
	}

	@Test
	void everyFormatIsInjected() {
		assertThat(inject(Propagator.values())).containsOnlyKeys("traceparent", "baggage", "b3", "X-B3-TraceId",
				"X-B3-SpanId", "X-B3-Sampled", "uber-trace-id", "uberctx-user");
	}

	@Test
	void noFormatInjectsNothing() {
		assertThat(inject()).isEmpty();
	}

	private Map<String, String> inject(Propagator... propagators) {
		Map<String, String> headers = new HashMap<>();
		Propagation.of(List.of(), List.of(propagators), new MalformedHeaders())
			.getTextMapPropagator()
			.inject(this.context, headers, Map::put);
		return headers;
	}

}
