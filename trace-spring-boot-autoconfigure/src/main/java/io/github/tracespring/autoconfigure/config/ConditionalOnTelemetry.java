// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.context.annotation.Conditional;

/**
 * Matches unless tracing is switched off by {@code telemetry.disabled} or, where that is
 * unsaid, {@code OTEL_SDK_DISABLED}.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Conditional(OnTelemetryCondition.class)
public @interface ConditionalOnTelemetry {

	/**
	 * Whether to match when tracing is on, or when it is off.
	 * @return {@code true} to match when it is on
	 */
	boolean value() default true;

}
