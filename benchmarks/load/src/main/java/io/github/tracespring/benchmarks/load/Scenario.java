// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.benchmarks.load;

/**
 * What is asked for.
 */
enum Scenario {

	/** One server span. */
	ONE("GET with one server span", "/hello/world", 1),

	/** Two server spans and a client span between them. */
	CALL("GET that calls itself with RestTemplate (2 server spans, 1 client span)", "/call/world", 3);

	private final String title;

	private final String path;

	private final int spans;

	Scenario(String title, String path, int spans) {
		this.title = title;
		this.path = path;
		this.spans = spans;
	}

	String title() {
		return this.title;
	}

	String path() {
		return this.path;
	}

	/** Spans that one request makes. */
	int spans() {
		return this.spans;
	}

}
