// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.propagation;

import java.util.List;
import java.util.stream.Stream;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.tracespring.autoconfigure.config.Propagator;
import io.github.tracespring.fuzz.Seeds;

/**
 * {@code uber-trace-id} and {@code uberctx-*}.
 */
class JaegerFuzzTests {

	private static final String ID = "uber-trace-id: 463ac35c9f6413ad48485a3953bb6124:a2fb4a1d1a96d312:0:1";

	static Stream<byte[]> seeds() {
		return Seeds.of(ID, ID + "\nuberctx-user: a%20b+c\nuberctx-: x\nUBERCTX-Key: %ff",
				"uber-trace-id: 1%3A2%3a0%3A3", "uber-trace-id: 1:2:3", "uber-trace-id: ::::", "uber-trace-id: 0:0:0:0",
				ID + "\nuberctx-\u00e4: \u00e4\nuberctx-a b: c", ID + "\nuberctx-plus: a%2Bb",
				ID + "\nuberctx-long: " + "x".repeat(9000));
	}

	@MethodSource("seeds")
	@FuzzTest
	void isReadAndWritten(byte[] input) {
		FormatChecks.check(
				new FormatsPropagator(List.of(Propagator.JAEGER), List.of(Propagator.JAEGER), new MalformedHeaders()),
				input);
	}

}
