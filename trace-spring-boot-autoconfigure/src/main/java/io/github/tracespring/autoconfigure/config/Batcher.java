// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.config;

import java.util.Locale;

/**
 * The kind of back end that finished spans go to: the {@code batcher} of go-zero's
 * telemetry block.
 */
public enum Batcher {

	/** OTLP over gRPC. */
	OTLPGRPC(4317, ""),

	/** OTLP over HTTP with binary protobuf. */
	OTLPHTTP(4318, "/v1/traces"),

	/** Zipkin v2 JSON over HTTP. */
	ZIPKIN(9411, "/api/v2/spans"),

	/**
	 * Jaeger Thrift: binary over HTTP to a collector, or compact over UDP to an agent.
	 */
	JAEGER(14268, "/api/traces"),

	/** OTLP JSON lines, appended to the file that the endpoint names. */
	FILE(-1, ""),

	/** A readable tree for each finished trace, in the application's own log. */
	LOG(-1, "");

	private final int port;

	private final String path;

	Batcher(int port, String path) {
		this.port = port;
		this.path = path;
	}

	/**
	 * The port that such a back end listens on unless told otherwise.
	 * @return the port, or -1 where there is none
	 */
	public int port() {
		return this.port;
	}

	/**
	 * The path that such a back end takes spans at unless told otherwise.
	 * @return the path, empty where there is none
	 */
	public String path() {
		return this.path;
	}

	/**
	 * The name as it is written in configuration.
	 * @return the lower-case name
	 */
	public String key() {
		return name().toLowerCase(Locale.ROOT);
	}

	boolean isOtlp() {
		return this == OTLPGRPC || this == OTLPHTTP;
	}

	boolean isNetwork() {
		return this.port > 0;
	}

	static Batcher ofPort(int port) {
		for (Batcher batcher : values()) {
			if (batcher.isNetwork() && batcher.port == port) {
				return batcher;
			}
		}
		return null;
	}

}
