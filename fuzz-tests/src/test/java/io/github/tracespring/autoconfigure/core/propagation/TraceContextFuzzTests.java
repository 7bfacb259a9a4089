// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.propagation;

import java.util.stream.Stream;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.tracespring.fuzz.Seeds;

/**
 * {@code traceparent} and {@code tracestate}.
 */
class TraceContextFuzzTests {

	private static final String PARENT = "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

	static Stream<byte[]> seeds() {
		return Seeds.of(PARENT, PARENT + "\ntracestate: a=1,b@c=2\ntracestate: d=3", PARENT + "\n" + PARENT,
				"traceparent: 01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-03-more", PARENT + "-",
				"traceparent: ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
				"traceparent: 00-00000000000000000000000000000000-b7ad6b7169203331-01",
				PARENT + "\ntracestate: " + "k=v,".repeat(40), PARENT + "\ntracestate: a=\u00e4", "traceparent: \t");
	}

	@MethodSource("seeds")
	@FuzzTest
	void isReadAndWritten(byte[] input) {
		FormatChecks.check(new TraceContextPropagator(new MalformedHeaders()), input);
	}

}
