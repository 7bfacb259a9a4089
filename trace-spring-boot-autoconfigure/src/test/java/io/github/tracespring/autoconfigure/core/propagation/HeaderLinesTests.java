// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.propagation;

import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What several lines of a header mean.
 */
class HeaderLinesTests {

	@Test
	void noLineIsNoValue() {
		assertThat(HeaderLines.join("tracestate", null)).isNull();
		assertThat(join("tracestate")).isNull();
	}

	@Test
	void oneLineIsTheValue() {
		assertThat(join("traceparent", "00-a-b-01")).isEqualTo("00-a-b-01");
		assertThat(join("tracestate", "a=1,b=2")).isEqualTo("a=1,b=2");
	}

	@ParameterizedTest
	@ValueSource(strings = { "traceparent", "Traceparent", "TRACEPARENT" })
	void severalTraceparentsAreNone(String name) {
		assertThat(join(name, "00-a-b-01", "00-c-d-01")).isNull();
		assertThat(join(name, "00-a-b-01", "00-a-b-01")).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "tracestate", "TraceState", "baggage" })
	void linesOfAListAreJoined(String name) {
		assertThat(join(name, "a=1", "b=2,c=3", "d=4")).isEqualTo("a=1,b=2,c=3,d=4");
	}

	@Test
	void emptyLinesAreSkipped() {
		assertThat(join("tracestate", "", "a=1", " ", "b=2", "")).isEqualTo("a=1,b=2");
		assertThat(join("tracestate", " ", "a=1")).isEqualTo("a=1");
		assertThat(join("tracestate", "", "")).isEmpty();
	}

	private static String join(String name, String... lines) {
		return HeaderLines.join(name, Collections.enumeration(List.of(lines)));
	}

}
