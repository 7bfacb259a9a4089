// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core;

/**
 * A technology that is traced; each integration offers one, for the line that says at
 * start-up what is in force.
 *
 * @param name the technology as users know it, for example {@code RestClient}
 */
public record Instrumentation(String name) {

	/** The instrumentation scope of every span made here. */
	public static final String SCOPE = "io.github.tracespring";

}
