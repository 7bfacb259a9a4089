// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.span;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class NumbersTests {

	@ParameterizedTest
	@ValueSource(ints = { 0, 200, 1023, 1024, 8080, 65535, -1, Integer.MAX_VALUE, Integer.MIN_VALUE })
	void everyNumberIsItself(int number) {
		assertThat(Numbers.of(number)).isEqualTo(number);
		assertThat(Numbers.of(number + 1024)).as("in the same place").isEqualTo(number + 1024);
		assertThat(Numbers.of(number)).isEqualTo(number);
	}

	@ParameterizedTest
	@ValueSource(ints = { 404, 8080 })
	void whatCameBeforeIsNotMadeAgain(int number) {
		assertThat(Numbers.of(number)).isSameAs(Numbers.of(number));
	}

}
