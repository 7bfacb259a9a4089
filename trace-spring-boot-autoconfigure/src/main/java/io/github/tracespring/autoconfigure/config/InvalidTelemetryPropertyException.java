// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.config;

/**
 * A value of the {@code telemetry} block that the application can not start with.
 * Reported by a failure analysis that names the property, the value, where it was set and
 * what is allowed.
 */
public final class InvalidTelemetryPropertyException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String property;

	private final String value;

	private final String remedy;

	/**
	 * Creates the exception.
	 * @param property the property's full name, for example {@code telemetry.endpoint}
	 * @param value the value as it may be shown: credentials already masked
	 * @param reason why the value is refused
	 * @param remedy what is allowed instead
	 */
	public InvalidTelemetryPropertyException(String property, String value, String reason, String remedy) {
		super(property + "=" + value + ": " + reason);
		this.property = property;
		this.value = value;
		this.remedy = remedy;
	}

	String getProperty() {
		return this.property;
	}

	String getValue() {
		return this.value;
	}

	String getRemedy() {
		return this.remedy;
	}

	String getReason() {
		return getMessage().substring(this.property.length() + this.value.length() + 3);
	}

}
