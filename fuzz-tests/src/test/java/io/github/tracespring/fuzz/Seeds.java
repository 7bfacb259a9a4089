// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/**
 * What the fuzzer begins with, and all that is tried where it does not fuzz.
 */
public final class Seeds {

	private Seeds() {
	}

	/**
	 * Makes inputs of texts.
	 * @param texts the texts, whose characters are bytes
	 * @return the inputs
	 */
	public static Stream<byte[]> of(String... texts) {
		return Stream.of(texts).map((text) -> text.getBytes(StandardCharsets.ISO_8859_1));
	}

}
