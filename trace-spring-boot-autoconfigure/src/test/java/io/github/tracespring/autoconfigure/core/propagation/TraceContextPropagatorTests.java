// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.propagation;

import java.util.Map;
import java.util.TreeMap;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rules of {@code traceparent} and {@code tracestate} that need no server. The others
 * are in {@code TraceContextConformanceTest}.
 */
class TraceContextPropagatorTests {

	private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

	private static final String SPAN = "b7ad6b7169203331";

	private final TraceContextPropagator propagator = new TraceContextPropagator(new MalformedHeaders());

	@ParameterizedTest
	@CsvSource({ "00, 00", "01, 01", "02, 02", "03, 03", "04, 00", "ff, 03", "fd, 01" })
	void flagsThatAreDefinedArriveAndOthersDoNot(String sent, String kept) {
		assertThat(extract("00-" + TRACE + "-" + SPAN + "-" + sent).getTraceFlags().asHex()).isEqualTo(kept);
	}

	@ParameterizedTest
	@CsvSource({ "00, 00", "01, 01", "02, 00", "ff, 01" })
	void laterVersionsHaveTheSampledFlagAlone(String sent, String kept) {
		assertThat(extract("cc-" + TRACE + "-" + SPAN + "-" + sent).getTraceFlags().asHex()).isEqualTo(kept);
		assertThat(extract("01-" + TRACE + "-" + SPAN + "-" + sent + "-more").getTraceFlags().asHex()).isEqualTo(kept);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "00", "00-", "-", "ff-" + TRACE + "-" + SPAN + "-01",
			"00-" + TRACE + "-" + SPAN + "-", "00-" + TRACE + "-" + SPAN, "00-" + TRACE + "-" + SPAN + "-0A",
			"0A-" + TRACE + "-" + SPAN + "-00", "00-0AF7651916CD43DD8448EB211C80319C-" + SPAN + "-00",
			"00_" + TRACE + "_" + SPAN + "_00", "00-" + TRACE + "-" + SPAN + "-01,00-" + TRACE + "-" + SPAN + "-01",
			"cc-" + TRACE + "-" + SPAN + "-01x", "00-" + TRACE + "-" + SPAN + "-01-",
			"００-" + TRACE + "-" + SPAN + "-01" })
	void whatIsNoTraceparentIsAsIfItWereAbsent(String header) {
		assertThat(this.propagator.extract(Context.root(), Map.of("traceparent", header, "tracestate", "a=1"),
				MapGetter.INSTANCE))
			.isSameAs(Context.root());
	}

	@Test
	void parentIsRemote() {
		SpanContext parent = extract("00-" + TRACE + "-" + SPAN + "-01");
		assertThat(parent.isRemote()).isTrue();
		assertThat(parent.getTraceId()).isEqualTo(TRACE);
		assertThat(parent.getSpanId()).isEqualTo(SPAN);
		assertThat(parent.getTraceState().isEmpty()).isTrue();
	}

	@Test
	void onlyFlagsThatAreDefinedAreWritten() {
		assertThat(inject(TraceFlags.fromByte((byte) 0xff), TraceState.getDefault()))
			.isEqualTo(Map.of("traceparent", "00-" + TRACE + "-" + SPAN + "-03"));
		assertThat(inject(TraceFlags.getDefault(), TraceState.getDefault()))
			.isEqualTo(Map.of("traceparent", "00-" + TRACE + "-" + SPAN + "-00"));
	}

	@Test
	void stateOfTheApiIsWrittenToo() {
		assertThat(inject(TraceFlags.getSampled(), TraceState.builder().put("b", "2").put("a", "1").build()))
			.containsEntry("tracestate", "a=1,b=2");
	}

	@Test
	void randomTraceIdStaysRandomThoughTheSdkForgetsIt() {
		Map<String, String> headers = new TreeMap<>();
		Context context = this.propagator.extract(Context.root(),
				Map.of("traceparent", "00-" + TRACE + "-" + SPAN + "-02"), MapGetter.INSTANCE);
		Span child = Span
			.wrap(SpanContext.create(TRACE, "00f067aa0ba902b7", TraceFlags.getSampled(), TraceState.getDefault()));
		this.propagator.inject(context.with(child), headers, Map::put);
		assertThat(headers).containsEntry("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-03");
		Span other = Span.wrap(SpanContext.create("4bf92f3577b34da6a3ce929d0e0e4736", SPAN, TraceFlags.getDefault(),
				TraceState.getDefault()));
		this.propagator.inject(context.with(other), headers, Map::put);
		assertThat(headers.get("traceparent")).endsWith("-00");
	}

	@Test
	void noSpanWritesNothing() {
		Map<String, String> headers = new TreeMap<>();
		this.propagator.inject(Context.root(), headers, Map::put);
		assertThat(headers).isEmpty();
	}

	private SpanContext extract(String header) {
		return Span
			.fromContext(this.propagator.extract(Context.root(), Map.of("traceparent", header), MapGetter.INSTANCE))
			.getSpanContext();
	}

	private Map<String, String> inject(TraceFlags flags, TraceState state) {
		Map<String, String> headers = new TreeMap<>();
		Context context = Context.root().with(Span.wrap(SpanContext.create(TRACE, SPAN, flags, state)));
		this.propagator.inject(context, headers, Map::put);
		return headers;
	}

}
