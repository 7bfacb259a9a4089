// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.config;

import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Which header formats carry the context between services.
 */
@ConfigurationProperties("telemetry.propagation")
public class TelemetryPropagationProperties {

	/**
	 * Formats that incoming requests are read in: the first that holds a trace wins, and
	 * baggage is taken from each that has some.
	 */
	private List<Propagator> extract;

	/**
	 * Formats that outgoing requests are written in, all of them.
	 */
	private List<Propagator> inject;

	/**
	 * The formats that are read.
	 * @return the formats in order, or {@code null} if nothing is said of them
	 */
	public List<Propagator> getExtract() {
		return this.extract;
	}

	/**
	 * Sets the formats that are read.
	 * @param extract the formats in order, none for no incoming context
	 */
	public void setExtract(List<Propagator> extract) {
		this.extract = extract;
	}

	/**
	 * The formats that are written.
	 * @return the formats, or {@code null} if nothing is said of them
	 */
	public List<Propagator> getInject() {
		return this.inject;
	}

	/**
	 * Sets the formats that are written.
	 * @param inject the formats, none for no outgoing context
	 */
	public void setInject(List<Propagator> inject) {
		this.inject = inject;
	}

}
