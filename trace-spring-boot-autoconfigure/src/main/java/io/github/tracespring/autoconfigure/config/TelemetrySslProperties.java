// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.config;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.StringUtils;

/**
 * The certificates that the back end is spoken to with.
 */
@ConfigurationProperties("telemetry.ssl")
public class TelemetrySslProperties {

	/**
	 * Name of the SSL bundle (spring.ssl.bundle.*) whose certificates prove the endpoint,
	 * and whose key, if it has one, proves this application to it. With it, an endpoint
	 * that is written without a scheme uses TLS.
	 */
	private String bundle;

	/**
	 * The bundle's name.
	 * @return the name, or {@code null}
	 */
	public String getBundle() {
		return this.bundle;
	}

	/**
	 * Sets the bundle's name.
	 * @param bundle the name
	 */
	public void setBundle(String bundle) {
		this.bundle = bundle;
	}

	boolean isSet() {
		return StringUtils.hasText(this.bundle);
	}

	/** Refuses a bundle for what has no TLS: somebody believes that it has. */
	String bundleFor(Endpoint endpoint) {
		if (!isSet()) {
			return null;
		}
		if (endpoint != null && !"https".equals(endpoint.uri().getScheme())) {
			throw new InvalidTelemetryPropertyException("telemetry.ssl.bundle", this.bundle,
					"the endpoint " + endpoint + " does not use TLS",
					"Write telemetry.endpoint with https:// or without a scheme, or remove telemetry.ssl.bundle.");
		}
		return this.bundle;
	}

}
