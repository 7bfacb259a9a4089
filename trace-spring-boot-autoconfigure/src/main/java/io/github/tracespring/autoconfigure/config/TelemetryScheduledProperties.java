// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.config;

import java.util.ArrayList;
import java.util.List;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Which scheduled methods are traced.
 */
@ConfigurationProperties("telemetry.scheduled")
public class TelemetryScheduledProperties implements InitializingBean {

	/**
	 * Whether each run of a method with @Scheduled is a trace.
	 */
	private boolean enabled = true;

	/**
	 * Scheduled methods whose runs, and what they call, are not traced: 'Cleaner.purge',
	 * 'Cleaner.*', 'com.example.jobs.*'; a '*' stands for anything.
	 */
	private List<String> ignore = new ArrayList<>();

	/**
	 * Whether runs are traced.
	 * @return whether they are
	 */
	public boolean isEnabled() {
		return this.enabled;
	}

	/**
	 * Sets whether runs are traced.
	 * @param enabled whether they are
	 */
	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	/**
	 * The patterns of methods that are not traced.
	 * @return patterns of legal characters
	 */
	public List<String> getIgnore() {
		return this.ignore;
	}

	/**
	 * Sets the patterns of methods that are not traced.
	 * @param ignore the patterns
	 */
	public void setIgnore(List<String> ignore) {
		this.ignore = ignore;
	}

	/**
	 * Refuses what can not be the name of a method.
	 * @throws InvalidTelemetryPropertyException if a pattern has an illegal character
	 */
	@Override
	public void afterPropertiesSet() {
		for (String pattern : this.ignore) {
			if (pattern.isEmpty()
					|| !pattern.chars().allMatch((c) -> c == '*' || c == '.' || Character.isJavaIdentifierPart(c))) {
				throw new InvalidTelemetryPropertyException("telemetry.scheduled.ignore", pattern,
						"it is not a pattern of class and method",
						"Write patterns such as Cleaner.purge, Cleaner.* or com.example.jobs.*");
			}
		}
	}

}
