// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What is in force: the telemetry block, with what it left unsaid taken from the
 * {@code OTEL_*} variables and then from the defaults. Every value is valid.
 *
 * @param name the service name
 * @param batcher the kind of back end
 * @param endpoint where spans go, or {@code null} if nowhere
 * @param sampling which traces are recorded
 * @param extract the header formats that are read, in order
 * @param inject the header formats that are written, in order
 * @param headers headers for the OTLP requests, secret
 * @param sslBundle the SSL bundle for an endpoint with TLS, or {@code null} for the JVM's
 * certificates
 * @param resource resource attributes beside the service name
 * @param ignorePaths path patterns that are not traced, or {@code null} for the default
 * @param responseHeader the response header with the trace's id, or {@code null} for none
 * @param redactedQueryParameters names of secret query parameters, or {@code null} for
 * the default
 * @param batch how spans are gathered
 * @param shutdownTimeout how long closing may wait for the last spans
 */
public record TelemetrySettings(String name, Batcher batcher, Endpoint endpoint, Sampling sampling,
		List<Propagator> extract, List<Propagator> inject, Map<String, String> headers, String sslBundle,
		Map<String, String> resource, List<String> ignorePaths, String responseHeader,
		List<String> redactedQueryParameters, TelemetryProperties.Batch batch, Duration shutdownTimeout) {

	/**
	 * Whether finished spans go anywhere.
	 * @return whether there is a place to report to
	 */
	public boolean reports() {
		return this.endpoint != null || this.batcher == Batcher.LOG;
	}

	/**
	 * Leaves the headers' values out.
	 */
	@Override
	public String toString() {
		return "TelemetrySettings[name=" + this.name + ", batcher=" + this.batcher.key() + ", endpoint=" + this.endpoint
				+ ", headers=" + this.headers.keySet() + "]";
	}

}
