// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.testing.propagation;

import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.WebApplicationType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A caller that speaks Zipkin's or Jaeger's headers, and a callee that wants them all.
 */
class HeaderFormatsTest extends RelaySupport {

	private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

	private static final String SPAN = "b7ad6b7169203331";

	@Override
	String[] arguments() {
		return new String[] { "--telemetry.propagation.inject=tracecontext,baggage,b3,b3multi,jaeger" };
	}

	@ParameterizedTest
	@EnumSource
	void traceOfJaegerIsJoinedWithItsBaggage(Way way) {
		List<String> lines = through(way, "Uber-Trace-Id: " + TRACE + "%3A" + SPAN + "%3A0%3A1",
				"Uberctx-User: Max%20Power");
		assertTrace(lines, TRACE, true);
		assertThat(values(lines, "baggage")).containsExactly("user=Max%20Power");
		assertThat(values(lines, "uberctx-user")).containsExactly("Max%20Power");
	}

	@ParameterizedTest
	@EnumSource
	void shortTraceOfJaegerIsJoined(Way way) {
		assertTrace(through(way, "uber-trace-id: abc:def:0:1"), "00000000000000000000000000000abc", true);
	}

	@ParameterizedTest
	@EnumSource
	void traceOfZipkinIsJoined(Way way) {
		assertTrace(through(way, "b3: 8448eb211c80319c-" + SPAN + "-1"), "00000000000000008448eb211c80319c", true);
		assertTrace(through(way, "X-B3-TraceId: " + TRACE, "X-B3-SpanId: " + SPAN, "X-B3-Sampled: 0"), TRACE, false);
		assertTrace(through(way, "X-B3-TraceId: " + TRACE, "X-B3-SpanId: " + SPAN), TRACE, true);
	}

	@ParameterizedTest
	@EnumSource
	void debugOfZipkinIsPassedOn(Way way) {
		List<String> lines = through(way, "b3: " + TRACE + "-" + SPAN + "-d");
		assertThat(values(lines, "b3")).singleElement().asString().startsWith(TRACE).endsWith("-d");
		assertThat(values(lines, "X-B3-Flags")).containsExactly("1");
		assertThat(values(lines, "X-B3-Sampled")).isEmpty();
		assertThat(values(lines, "traceparent")).singleElement().asString().endsWith("-01");
	}

	@ParameterizedTest
	@EnumSource
	void denialWithoutATraceIsPassedOn(Way way) {
		for (String header : List.of("b3: 0", "X-B3-Sampled: 0")) {
			List<String> lines = through(way, header);
			assertThat(values(lines, "traceparent")).singleElement().asString().matches("00-.*-0[02]");
			assertThat(values(lines, "X-B3-Sampled")).containsExactly("0");
			assertThat(values(lines, "uber-trace-id")).singleElement().asString().endsWith(":0");
		}
	}

	@ParameterizedTest
	@EnumSource
	void baggageOfSeveralLinesIsPassedOnWithItsProperties(Way way) {
		List<String> lines = through(way, "baggage: a=1;p;q=2, b = %C3%A9", "Baggage: illegal, c=3");
		assertThat(values(lines, "baggage")).singleElement()
			.asString()
			.satisfies(
					(value) -> assertThat(value.split(",")).containsExactlyInAnyOrder("a=1;p;q=2", "b=%C3%A9", "c=3"));
	}

	@ParameterizedTest
	@EnumSource
	void all64MembersOfBaggageArePassedOn(Way way) {
		StringBuilder sent = new StringBuilder("baggage: ");
		for (int i = 0; i < 64; i++) {
			sent.append("key").append(i).append('=').append("v".repeat(20)).append(',');
		}
		assertThat(values(through(way, sent.toString()), "baggage")).singleElement()
			.asString()
			.satisfies((value) -> assertThat(value.split(",")).hasSize(64));
	}

	@ParameterizedTest
	@CsvSource({ "SERVLET", "REACTIVE" })
	void baggageIsDecodedForTheApplication(WebApplicationType type) {
		assertThat(Wire.send(port(type), "GET", "/baggage",
				List.of("baggage: w3c=DF%2028", "uber-trace-id: 1:1:0:1", "UBERCTX-Jaeger: a%20b"), ""))
			.contains("\"w3c\":\"DF 28\"", "\"jaeger\":\"a b\"");
	}

	private static void assertTrace(List<String> lines, String trace, boolean sampled) {
		assertThat(values(lines, "traceparent")).singleElement()
			.asString()
			.startsWith("00-" + trace + "-")
			.endsWith(sampled ? "1" : "0");
		assertThat(values(lines, "b3")).singleElement()
			.asString()
			.startsWith(trace + "-")
			.endsWith(sampled ? "-1" : "-0");
		assertThat(values(lines, "X-B3-TraceId")).containsExactly(trace);
		assertThat(values(lines, "uber-trace-id")).singleElement().asString().startsWith(trace + ":");
	}

}
