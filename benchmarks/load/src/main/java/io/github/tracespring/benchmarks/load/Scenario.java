// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.benchmarks.load;

/**
 * What is asked for.
 */
enum Scenario {

	/** One server span. */
	ONE("GET with one server span", "/hello/world", 1, 0),

	/** Two server spans and a client span between them. */
	CALL("GET that calls itself with RestTemplate (2 server spans, 1 client span)", "/call/world", 3, 0),

	/** At a rate that leaves every variant time to send all its spans. */
	ONE_STEADY(ONE, 5000),

	/** Likewise. */
	CALL_STEADY(CALL, 2000);

	private final String title;

	private final String path;

	private final int spans;

	private final int perSecond;

	Scenario(String title, String path, int spans, int perSecond) {
		this.title = title;
		this.path = path;
		this.spans = spans;
		this.perSecond = perSecond;
	}

	Scenario(Scenario other, int perSecond) {
		this(other.title + ", " + perSecond + " a second", other.path, other.spans, perSecond);
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

	/** Requests a second, or zero for as many as are answered. */
	int perSecond() {
		return this.perSecond;
	}

}
