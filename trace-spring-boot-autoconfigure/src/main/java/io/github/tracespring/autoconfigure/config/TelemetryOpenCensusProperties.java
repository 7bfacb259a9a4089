// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.config;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Spans of OpenCensus, which only the JVM's global OpenTelemetry leads here.
 */
@ConfigurationProperties("telemetry.opencensus")
public class TelemetryOpenCensusProperties {

	/**
	 * Whether the JVM's global OpenTelemetry is set, for as long as the application runs,
	 * so that spans of OpenCensus join the traces.
	 */
	private boolean enabled = true;

	/**
	 * Whether OpenCensus is traced.
	 * @return whether the global instance is set
	 */
	public boolean isEnabled() {
		return this.enabled;
	}

	/**
	 * Sets whether OpenCensus is traced.
	 * @param enabled whether the global instance is set
	 */
	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

}
