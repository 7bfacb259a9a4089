// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.config;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

/**
 * Binds the telemetry block, refuses what can not work, and offers what is in force.
 */
@AutoConfiguration
@ConditionalOnTelemetry
@EnableConfigurationProperties({ TelemetryProperties.class, TelemetryBaggageProperties.class,
		TelemetryJaegerProperties.class, TelemetryScheduledProperties.class, TelemetryPropagationProperties.class,
		TelemetrySpoolProperties.class, TelemetrySslProperties.class })
public final class TelemetryAutoConfiguration {

	/** Eager even where beans are lazy, as a bad value stops the start. */
	@Bean
	@Lazy(false)
	@ConditionalOnMissingBean
	TelemetrySettings telemetrySettings(TelemetryProperties properties, TelemetryPropagationProperties propagation,
			TelemetryJaegerProperties jaeger, TelemetrySslProperties ssl, Environment environment) {
		return new TelemetrySettingsFactory(properties, propagation, jaeger, ssl, environment).create();
	}

}
