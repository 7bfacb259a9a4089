// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.config;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What is traced of databases that are reached through a DataSource.
 */
@ConfigurationProperties("telemetry.jdbc")
public class TelemetryJdbcProperties {

	/**
	 * Whether statements of DataSource beans are traced.
	 */
	private boolean enabled = true;

	/**
	 * Whether getting a connection from a DataSource is a span as well.
	 */
	private boolean connectionSpans;

	/**
	 * Whether spans carry the statement, with each literal replaced by a '?'.
	 */
	private boolean queryText = true;

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public boolean isConnectionSpans() {
		return this.connectionSpans;
	}

	public void setConnectionSpans(boolean connectionSpans) {
		this.connectionSpans = connectionSpans;
	}

	public boolean isQueryText() {
		return this.queryText;
	}

	public void setQueryText(boolean queryText) {
		this.queryText = queryText;
	}

}
