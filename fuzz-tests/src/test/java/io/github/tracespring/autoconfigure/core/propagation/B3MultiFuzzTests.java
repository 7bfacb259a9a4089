// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.propagation;

import java.util.stream.Stream;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.tracespring.fuzz.Seeds;

/**
 * {@code X-B3-*}.
 */
class B3MultiFuzzTests {

	static Stream<byte[]> seeds() {
		return Seeds.of(
				"X-B3-TraceId: 80f198ee56343ba864fe8b2a57d3eff7\nX-B3-SpanId: e457b5a2e4d86bd1\nX-B3-Sampled: 1",
				"x-b3-traceid: 64FE8B2A57D3EFF7\nx-b3-spanid: E457B5A2E4D86BD1\nx-b3-flags: 1", "X-B3-Sampled: false",
				"X-B3-TraceId: 1\nX-B3-SpanId: 1", "X-B3-TraceId: 0000000000000000\nX-B3-SpanId: 0000000000000000",
				"X-B3-Sampled: true\nX-B3-Sampled: false");
	}

	@MethodSource("seeds")
	@FuzzTest
	void isReadAndWritten(byte[] input) {
		FormatChecks.check(new B3MultiPropagator(new MalformedHeaders()), input);
	}

}
