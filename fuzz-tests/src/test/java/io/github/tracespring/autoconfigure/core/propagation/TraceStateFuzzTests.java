// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.propagation;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.opentelemetry.api.trace.TraceState;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.tracespring.fuzz.Seeds;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code tracestate}, and what samplers change in it.
 */
class TraceStateFuzzTests {

	private static final MalformedHeaders MALFORMED = new MalformedHeaders();

	static Stream<byte[]> seeds() {
		return Seeds.of("a=1", "a=1,,b=2 , c=3,a=4", "fw529a3039@dt=FfAAFg,@=1", "*/-_@=1", "a=b=c", "a= ", "=",
				"k=" + "v".repeat(300), "k".repeat(300) + "=v", "k=v,".repeat(33), "a=\u00ff", "a=1,\tb=2");
	}

	@MethodSource("seeds")
	@FuzzTest
	void isReadChangedAndWritten(byte[] input) {
		String header = new String(input, StandardCharsets.ISO_8859_1);
		TraceState state = ListTraceState.parse(header, MALFORMED);
		assertThat(state.size()).isLessThanOrEqualTo(ListTraceState.MAX_MEMBERS);
		TraceState changed = state.toBuilder().put(header, "1").put("key", header).put("own", "2").build();
		assertThat(changed.size()).isBetween(1, ListTraceState.MAX_MEMBERS);
		assertThat(ListTraceState.header(changed)).startsWith("own=2");
		assertThat(ListTraceState.parse(ListTraceState.header(changed), MALFORMED).asMap()).isEqualTo(changed.asMap());
	}

}
