// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.config;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Whether tracing is on, for what is decided before there are beans and conditions.
 *
 * @see ConditionalOnTelemetry
 */
public final class TelemetrySwitch {

	private TelemetrySwitch() {
	}

	/**
	 * What switched tracing off.
	 * @param environment the application's configuration
	 * @return the name of the property or variable, or {@code null} if tracing is on
	 * @throws org.springframework.boot.context.properties.bind.BindException if the
	 * property is neither true nor false
	 */
	public static String disabledBy(Environment environment) {
		Boolean disabled = Binder.get(environment).bind("telemetry.disabled", Boolean.class).orElse(null);
		if (disabled != null) {
			return disabled ? "telemetry.disabled" : null;
		}
		return new OtelVariables(environment).disabled() ? "OTEL_SDK_DISABLED" : null;
	}

}
