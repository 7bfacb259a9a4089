// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.propagation;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.tracespring.autoconfigure.config.Propagator;
import io.github.tracespring.autoconfigure.core.sampling.Samplers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which formats are read, in which order, and what B3 and Jaeger headers mean.
 */
class FormatsPropagatorTests {

	private static final List<Propagator> EXTRACT = List.of(Propagator.TRACECONTEXT, Propagator.B3, Propagator.B3MULTI,
			Propagator.JAEGER, Propagator.BAGGAGE);

	private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

	private static final String SPAN = "b7ad6b7169203331";

	private final Map<String, String> headers = new LinkedHashMap<>();

	private final MalformedHeaders malformed = new MalformedHeaders();

	@Test
	void firstThatMatchesWins() {
		header("uber-trace-id", "4:4:0:1");
		assertThat(parent().getTraceId()).endsWith("0004");
		header("X-B3-TraceId", "0000000000000003").header("X-B3-SpanId", "0000000000000003");
		assertThat(parent().getTraceId()).endsWith("0003");
		header("b3", "0000000000000002-0000000000000002");
		assertThat(parent().getTraceId()).endsWith("0002");
		header("traceparent", "00-00000000000000000000000000000001-0000000000000001-01");
		assertThat(parent().getTraceId()).endsWith("0001");
	}

	@Test
	void orderIsTheConfiguredOne() {
		header("uber-trace-id", "4:4:0:1").header("b3", "0000000000000002-0000000000000002");
		assertThat(parent(Propagator.JAEGER, Propagator.B3).getTraceId()).endsWith("0004");
		assertThat(parent(Propagator.B3MULTI, Propagator.TRACECONTEXT).isValid()).isFalse();
	}

	@Test
	void whatIsInvalidDoesNotMatch() {
		header("traceparent", "00-0-0-00").header("b3", "nonsense").header("uber-trace-id", "4:4:0:1");
		assertThat(parent().getTraceId()).endsWith("0004");
	}

	@Test
	void decisionAloneMatches() {
		header("b3", "0").header("uber-trace-id", "4:4:0:1");
		assertThat(parent().isValid()).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ TRACE + "-" + SPAN + "-1," + TRACE + "," + SPAN + ",1",
			"8448eb211c80319c-" + SPAN + "-0,00000000000000008448eb211c80319c," + SPAN + ",0",
			TRACE + "-" + SPAN + "-d-05e3ac9a4f6e3b90," + TRACE + "," + SPAN + ",1",
			TRACE + "-" + SPAN + "," + TRACE + "," + SPAN + ",0" })
	void b3InOneHeaderIsRead(String header, String trace, String span, int flags) {
		header("b3", header);
		assertParent(trace, span, flags);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "2", "-", "x", TRACE, TRACE + "-", TRACE + "-" + SPAN + "-", TRACE + "-" + SPAN + "-2",
			TRACE + "-" + SPAN + "-1-a-b", TRACE + "-b7ad6b716920333-1", "0af76519-" + SPAN + "-1",
			"00000000000000000000000000000000-" + SPAN + "-1", TRACE + "-0000000000000000-1", TRACE + "0-" + SPAN })
	void whatIsNoB3IsAsIfItWereAbsent(String header) {
		header("b3", header);
		assertThat(extract(EXTRACT)).isSameAs(Context.root());
	}

	@ParameterizedTest
	@CsvSource({ "1,,1", "0,,0", "true,,1", "false,,0", ",,0", ",1,1", "0,1,1", ",0,0" })
	void b3InSeveralHeadersIsRead(String sampled, String flags, int expected) {
		header("X-B3-TraceId", "8448eb211c80319c").header("X-B3-SpanId", SPAN)
			.header("X-B3-ParentSpanId", "0000000000000001");
		header("X-B3-Sampled", sampled).header("X-B3-Flags", flags);
		assertParent("00000000000000008448eb211c80319c", SPAN, expected);
	}

	@ParameterizedTest
	@CsvSource({ TRACE + ":" + SPAN + ":0:1," + TRACE + "," + SPAN + ",1",
			TRACE + "%3A" + SPAN + "%3a0%3A1," + TRACE + "," + SPAN + ",1",
			"abc:def:0:0,00000000000000000000000000000abc,0000000000000def,0",
			"ABC:DEF:12:01,00000000000000000000000000000abc,0000000000000def,1",
			"8448eb211c80319c:1:0:3,00000000000000008448eb211c80319c,0000000000000001,1",
			"a:1:0:2,0000000000000000000000000000000a,0000000000000001,1",
			"a:1::8,0000000000000000000000000000000a,0000000000000001,0",
			"a:1:0:09,0000000000000000000000000000000a,0000000000000001,1" })
	void uberTraceIdIsRead(String header, String trace, String span, int flags) {
		header("uber-trace-id", header);
		assertParent(trace, span, flags);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ":::", "a:1:0", "a:1:0:1:1", "0:1:0:1", "a:0:0:1", "g:1:0:1", "a:1:0:", "a:1:0:x",
			"a:1:0:111", "a:1:0:-1", TRACE + "0:1:0:1", "a:" + SPAN + "0:0:1", "%", "%3A%3A%3A" })
	void whatIsNoUberTraceIdIsAsIfItWereAbsent(String header) {
		header("uber-trace-id", header);
		assertThat(extract(EXTRACT)).isSameAs(Context.root());
	}

	@Test
	void baggageOfJaegerIsReadWhateverTheCaseOfItsName() {
		header("uber-trace-id", "a:1:0:1").header("uberctx-user", "Max%20Power")
			.header("Uberctx-Tenant", "caf%C3%A9+1%2B1")
			.header("uberctx-", "x")
			.header("UBERCTX-A", "1");
		assertThat(baggage(EXTRACT)).isEqualTo(Map.of("user", "Max Power", "tenant", "café 1+1", "a", "1"));
	}

	@Test
	void baggageIsReadWhateverFormatTheTraceCameIn() {
		header("traceparent", "00-" + TRACE + "-" + SPAN + "-01").header("uber-trace-id", "a:1:0:1")
			.header("uberctx-user", "jaeger")
			.header("uberctx-other", "1")
			.header("baggage", "user=w3c,third=2");
		assertParent(TRACE, SPAN, 1);
		assertThat(baggage(EXTRACT)).isEqualTo(Map.of("user", "w3c", "other", "1", "third", "2"));
		assertThat(baggage(List.of(Propagator.JAEGER))).isEqualTo(Map.of("user", "jaeger", "other", "1"));
		assertThat(baggage(List.of(Propagator.BAGGAGE))).isEqualTo(Map.of("user", "w3c", "third", "2"));
		assertThat(baggage(List.of(Propagator.TRACECONTEXT))).isEmpty();
	}

	@Test
	void baggageOfJaegerIsLimited() {
		header("uber-trace-id", "a:1:0:1");
		for (int i = 0; i < 70; i++) {
			header("uberctx-k" + i, "v");
		}
		assertThat(baggage(EXTRACT)).hasSize(64);
		this.headers.clear();
		header("uber-trace-id", "a:1:0:1").header("uberctx-big", "v".repeat(9000));
		assertThat(baggage(EXTRACT)).isEmpty();
	}

	@Test
	void whatWasWrittenIsReadAgain() {
		header("b3", TRACE + "-" + SPAN + "-d");
		Context context = extract(EXTRACT)
			.with(Baggage.builder().put("user", "Max Power, é+").put("not a name", "x").build());
		Map<String, String> written = inject(context, Propagator.values());
		assertThat(written).containsOnly(Map.entry("traceparent", "00-" + TRACE + "-" + SPAN + "-01"),
				Map.entry("b3", TRACE + "-" + SPAN + "-d"), Map.entry("X-B3-TraceId", TRACE),
				Map.entry("X-B3-SpanId", SPAN), Map.entry("X-B3-Flags", "1"),
				Map.entry("uber-trace-id", TRACE + ":" + SPAN + ":0:1"),
				Map.entry("uberctx-user", "Max%20Power%2C%20%C3%A9%2B"),
				Map.entry("baggage", "user=Max%20Power%2C%20%C3%A9+"));
	}

	@Test
	void callerThatHasNotDecidedIsToldApartFromOneThatDenied() {
		SdkTracerProvider sdk = SdkTracerProvider.builder()
			.setSampler(Samplers.suppressible(Sampler.parentBased(Sampler.alwaysOn())))
			.build();
		header("b3", TRACE + "-" + SPAN);
		assertThat(sdk.get("test").spanBuilder("deferred").setParent(extract(EXTRACT)).startSpan().isRecording())
			.isTrue();
		header("b3", TRACE + "-" + SPAN + "-0");
		assertThat(sdk.get("test").spanBuilder("denied").setParent(extract(EXTRACT)).startSpan().isRecording())
			.isFalse();
	}

	@Test
	void denialIsWritten() {
		header("b3", TRACE + "-" + SPAN + "-0");
		assertThat(inject(extract(EXTRACT), Propagator.B3, Propagator.B3MULTI, Propagator.JAEGER)).containsOnly(
				Map.entry("b3", TRACE + "-" + SPAN + "-0"), Map.entry("X-B3-TraceId", TRACE),
				Map.entry("X-B3-SpanId", SPAN), Map.entry("X-B3-Sampled", "0"),
				Map.entry("uber-trace-id", TRACE + ":" + SPAN + ":0:0"));
	}

	@Test
	void requestWithoutHeadersIsAskedForEachByNameAloneAndOnce() {
		List<String> asked = new ArrayList<>();
		Context context = Context.root();
		assertThat(new FormatsPropagator(EXTRACT, List.of(), new MalformedHeaders()).extract(context, asked,
				new TextMapGetter<>() {

					@Override
					public Iterable<String> keys(List<String> carrier) {
						throw new IllegalStateException("all names");
					}

					@Override
					public String get(List<String> carrier, String key) {
						carrier.add(key);
						return null;
					}

				}))
			.isSameAs(context);
		assertThat(asked).containsExactlyInAnyOrder("traceparent", "b3", "X-B3-TraceId", "X-B3-SpanId", "X-B3-Flags",
				"X-B3-Sampled", "uber-trace-id", "baggage");
	}

	@Test
	void requestWithoutHeadersAllocatesNothing() {
		TextMapPropagator propagator = new FormatsPropagator(EXTRACT, List.of(), new MalformedHeaders());
		Context context = Context.root();
		long least = Long.MAX_VALUE;
		for (int round = 0; round < 20; round++) {
			long before = allocated();
			for (int i = 0; i < 1000; i++) {
				propagator.extract(context, this.headers, MapGetter.INSTANCE);
			}
			least = Math.min(least, allocated() - before);
		}
		assertThat(least).isLessThan(1000);
	}

	private static long allocated() {
		return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
			.getThreadAllocatedBytes(Thread.currentThread().getId());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			TRACECONTEXT | traceparent   | 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331
			TRACECONTEXT | traceparent   | 00-00000000000000000000000000000000-b7ad6b7169203331-01
			B3           | b3            | 1-2-3-4-5
			B3           | b3            | x
			B3           | b3            | 0af7651916cd43dd-b7ad6b7169203331-x
			B3MULTI      | X-B3-TraceId  | 0af7651916cd43dd
			B3MULTI      | X-B3-SpanId   | b7ad6b7169203331
			B3MULTI      | X-B3-Sampled  | maybe
			JAEGER       | uber-trace-id | 1:2:3
			JAEGER       | uber-trace-id | 1:2:0:x
			BAGGAGE      | baggage       | key
			""")
	void malformedHeaderIsCounted(Propagator format, String name, String value) {
		assertThat(header(name, value).parent().isValid()).isFalse();
		assertThat(this.malformed.counts()).containsEntry(format, 1L);
		assertThat(this.malformed.total()).isEqualTo(1);
	}

	@Test
	void discardedStateAndSkippedBaggageAreCountedByTheMember() {
		header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01").header("tracestate",
				"a=1,=2,=");
		header("baggage", "=,".repeat(500) + "a=1, ,").header("uber-trace-id", "1:2:0:1");
		for (int i = 0; i < 70; i++) {
			header("uberctx-" + i, "v");
		}
		assertThat(parent().isValid()).isTrue();
		assertThat(this.malformed.counts()).containsEntry(Propagator.TRACECONTEXT, 1L)
			.containsEntry(Propagator.BAGGAGE, 500L)
			.containsEntry(Propagator.JAEGER, 6L);
	}

	@Test
	void headersThatAreAbsentOrValidAreNotCounted() {
		parent();
		header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01").header("tracestate", "a=1,,");
		header("baggage", "a=1,").header("b3", "0").header("X-B3-Flags", "0");
		assertThat(parent(Propagator.TRACECONTEXT).isValid()).isTrue();
		parent(Propagator.B3, Propagator.BAGGAGE);
		parent(Propagator.B3MULTI);
		assertThat(this.malformed.total()).isZero();
	}

	@Test
	void fieldsAreWhatIsWritten() {
		TextMapPropagator propagator = new FormatsPropagator(EXTRACT,
				List.of(Propagator.BAGGAGE, Propagator.TRACECONTEXT), this.malformed);
		assertThat(propagator.fields()).containsExactly("traceparent", "tracestate", "baggage");
	}

	private FormatsPropagatorTests header(String name, String value) {
		if (value != null) {
			this.headers.put(name, value);
		}
		return this;
	}

	private Context extract(List<Propagator> formats) {
		return new FormatsPropagator(formats, List.of(), this.malformed).extract(Context.root(), this.headers,
				MapGetter.INSTANCE);
	}

	private SpanContext parent(Propagator... formats) {
		return Span.fromContext(extract((formats.length > 0) ? List.of(formats) : EXTRACT)).getSpanContext();
	}

	private void assertParent(String trace, String span, int flags) {
		SpanContext parent = parent();
		assertThat(parent.isRemote()).isTrue();
		assertThat(parent.getTraceId()).isEqualTo(trace);
		assertThat(parent.getSpanId()).isEqualTo(span);
		assertThat(parent.getTraceFlags().asByte()).isEqualTo((byte) flags);
	}

	private Map<String, String> baggage(List<Propagator> formats) {
		Map<String, String> values = new LinkedHashMap<>();
		Baggage.fromContext(extract(formats)).forEach((key, entry) -> values.put(key, entry.getValue()));
		return values;
	}

	private Map<String, String> inject(Context context, Propagator... formats) {
		Map<String, String> written = new LinkedHashMap<>();
		new FormatsPropagator(List.of(), List.of(formats), this.malformed).inject(context, written, Map::put);
		return written;
	}

}
