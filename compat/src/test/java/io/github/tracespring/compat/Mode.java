// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.compat;

import java.util.List;

/**
 * How an application runs.
 */
enum Mode {

	/** As it is. */
	PLAIN(List.of()),

	/** As Spring prepared it ahead of time. */
	AOT(List.of("-Dspring.aot.enabled=true")),

	/** Beans are made when they are asked for. */
	LAZY(List.of("-Dspring.main.lazy-initialization=true")),

	/** On virtual threads. */
	VIRTUAL_THREADS(List.of("-Dspring.threads.virtual.enabled=true"));

	private final List<String> options;

	Mode(List<String> options) {
		this.options = options;
	}

	List<String> options() {
		return this.options;
	}

}
