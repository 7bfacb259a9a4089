// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.propagation;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.opentelemetry.api.trace.TraceState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rules of {@code tracestate}.
 */
class ListTraceStateTests {

	private static final MalformedHeaders MALFORMED = new MalformedHeaders();

	@ParameterizedTest
	@ValueSource(strings = { "a=1", "a=1,b=2", "1a=1", "foo@=1,bar=2", "foo@@bar=1", "foo@bar@baz=1",
			"a_-*/@=!\"#$%&'()*+-./:;<>?@[\\]^_`{|}~", "a= b" })
	void legalListIsWrittenAsItCame(String header) {
		assertThat(ListTraceState.header(ListTraceState.parse(header, MALFORMED))).isEqualTo(header);
	}

	@ParameterizedTest
	@ValueSource(strings = { "A=1", "a", "=1", "a=", "a=b=c", "a =1", "a.b=1", "@a=1", "_a=1", "a=é", "a=1,b",
			"a=\u0001", "a=1\tb" })
	void oneIllegalMemberDiscardsTheList(String header) {
		assertThat(ListTraceState.parse("first=1," + header, MALFORMED)).isSameAs(TraceState.getDefault());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '>', ignoreLeadingAndTrailingWhitespace = false,
			value = { ",a=1>a=1", "a=1,>a=1", " a=1\t, ,\t,b=2 >a=1,b=2", "a=1,a=2,b=3>a=1,b=3" })
	void emptyMembersWhiteSpaceAndRepeatedKeysGo(String header, String written) {
		assertThat(ListTraceState.header(ListTraceState.parse(header, MALFORMED))).isEqualTo(written);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", ",", " ,\t, " })
	void listOfNothingIsEmpty(String header) {
		assertThat(ListTraceState.parse(header, MALFORMED)).isSameAs(TraceState.getDefault());
		assertThat(ListTraceState.parse(null, MALFORMED)).isSameAs(TraceState.getDefault());
	}

	@Test
	void keysAndValuesHaveUpTo256Characters() {
		assertThat(ListTraceState.parse("z".repeat(256) + "=" + "v".repeat(256), MALFORMED).size()).isOne();
		assertThat(ListTraceState.parse("z".repeat(257) + "=1", MALFORMED).isEmpty()).isTrue();
		assertThat(ListTraceState.parse("z=" + "v".repeat(257), MALFORMED).isEmpty()).isTrue();
	}

	@Test
	void listHasUpTo32Members() {
		assertThat(ListTraceState.header(ListTraceState.parse(members(32) + ",,", MALFORMED))).isEqualTo(members(32));
		assertThat(ListTraceState.parse(members(33), MALFORMED).isEmpty()).isTrue();
	}

	@Test
	void changedMemberMovesToTheFrontAndTheOthersStay() {
		TraceState state = ListTraceState.parse("x@y@z=1,ot=th:0,b=2", MALFORMED);
		assertThat(state.toBuilder().put("ot", "th:8").build()).hasToString("ot=th:8,x@y@z=1,b=2");
		assertThat(state.toBuilder().remove("ot").build()).hasToString("x@y@z=1,b=2");
		assertThat(state.toBuilder().put("ILLEGAL", "1").put("a", "").build()).isEqualTo(state);
		assertThat(ListTraceState.parse("a=1", MALFORMED).toBuilder().remove("a").build())
			.isSameAs(TraceState.getDefault());
	}

	@Test
	void addedMemberDropsTheLastOfTooMany() {
		TraceState state = ListTraceState.parse(members(32), MALFORMED).toBuilder().put("ot", "th:8").build();
		assertThat(state.size()).isEqualTo(32);
		assertThat(state.get("ot")).isEqualTo("th:8");
		assertThat(state.get("m32")).isNull();
	}

	@Test
	void membersAreReadInOrder() {
		TraceState state = ListTraceState.parse("b=2,a=1", MALFORMED);
		assertThat(state.asMap()).containsExactly(Map.entry("b", "2"), Map.entry("a", "1"));
		assertThat(state.get("a")).isEqualTo("1");
		assertThat(state).isEqualTo(ListTraceState.parse(" b=2, a=1", MALFORMED))
			.isNotEqualTo(ListTraceState.parse("a=1,b=2", MALFORMED));
	}

	private static String members(int count) {
		return IntStream.rangeClosed(1, count).mapToObj((i) -> "m" + i + "=" + i).collect(Collectors.joining(","));
	}

}
