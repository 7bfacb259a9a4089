// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.propagation;

import java.util.stream.Stream;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.tracespring.fuzz.Seeds;

/**
 * {@code b3}.
 */
class B3SingleFuzzTests {

	static Stream<byte[]> seeds() {
		return Seeds.of("b3: 0", "b3: d", "b3: 80f198ee56343ba864fe8b2a57d3eff7-e457b5a2e4d86bd1-1-05e3ac9a4f6e3b90",
				"b3: 64fe8b2a57d3eff7-e457b5a2e4d86bd1", "b3: 64FE8B2A57D3EFF7-E457B5A2E4D86BD1-d", "b3: ----", "b3: -",
				"b3: 0\nb3: 1", "b3: 0000000000000000-0000000000000000-1");
	}

	@MethodSource("seeds")
	@FuzzTest
	void isReadAndWritten(byte[] input) {
		FormatChecks.check(new B3SinglePropagator(new MalformedHeaders()), input);
	}

}
