// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.propagation;

import java.util.stream.Stream;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.tracespring.fuzz.Seeds;

/**
 * {@code baggage}.
 */
class BaggageFuzzTests {

	static Stream<byte[]> seeds() {
		return Seeds.of("baggage: a=1", "baggage: a=1;p;q=2 , b = %C3%A4", "baggage: a=%", "baggage: a=%zz,b=%F",
				"baggage: a=1\nbaggage: b=2", "baggage: " + "=,".repeat(500), "baggage: " + "k=v,".repeat(100),
				"baggage: a=" + "%FF".repeat(2500), "baggage: a=\"1\"", "baggage: a=1;;", "baggage: \u00e4=1,b=\u00e4");
	}

	@MethodSource("seeds")
	@FuzzTest
	void isReadAndWritten(byte[] input) {
		FormatChecks.check(new BaggagePropagator(new MalformedHeaders()), input);
	}

}
