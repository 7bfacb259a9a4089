// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.benchmarks.load;

/**
 * What a collector does to the spans that it is sent.
 */
enum Fault {

	NONE("none", 0),

	REFUSES("refuses connections for 20 s", 20),

	HANGS("does not answer for 20 s", 20),

	UNAVAILABLE("answers 503 for 20 s", 20),

	BUSY("answers 429 for 20 s", 20),

	RESTS("answers 429 with Retry-After: 10 for 20 s", 20),

	AWAY("refuses connections for 60 s", 60),

	FAR("answers after 200 ms, at 4,000 requests/s", 20),

	STOP_REFUSED("SIGTERM while it refuses connections", 10),

	STOP_HANGING("SIGTERM while it does not answer", 10),

	REDIRECTS("answers 302 to another host for 20 s", 20),

	PARTIAL("takes all but one of each batch", 20),

	REJECTS("answers 400 for 20 s", 20),

	SLOW("answers after 12 s", 20),

	CHATTY("answers with 50 MB", 20);

	private final String title;

	private final int seconds;

	Fault(String title, int seconds) {
		this.title = title;
		this.seconds = seconds;
	}

	String title() {
		return this.title;
	}

	/** How long it lasts. */
	int seconds() {
		return this.seconds;
	}

	/** Requests per second of the application meanwhile. */
	int rate() {
		return (this == FAR) ? 4000 : 100;
	}

	/** Nobody listens on the collector's port. */
	boolean isRefusal() {
		return this == REFUSES || this == AWAY || this == STOP_REFUSED;
	}

	/** The application is stopped before it is over. */
	boolean isStop() {
		return this == STOP_REFUSED || this == STOP_HANGING;
	}

}
