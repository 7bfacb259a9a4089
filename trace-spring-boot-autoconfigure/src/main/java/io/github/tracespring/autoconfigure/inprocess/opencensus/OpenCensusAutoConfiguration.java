// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.opencensus;

import io.opentelemetry.api.OpenTelemetry;

import io.github.tracespring.autoconfigure.config.ConditionalOnTelemetry;
import io.github.tracespring.autoconfigure.config.TelemetryOpenCensusProperties;
import io.github.tracespring.autoconfigure.core.Instrumentation;
import io.github.tracespring.autoconfigure.core.TracingAutoConfiguration;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

/**
 * Spans of OpenCensus in the same traces as all others, where OpenTelemetry's shim for it
 * is present. That shim knows no other OpenTelemetry than the JVM's global one.
 */
@AutoConfiguration(after = TracingAutoConfiguration.class)
@ConditionalOnTelemetry
@ConditionalOnClass(name = "io.opentelemetry.opencensusshim.OpenTelemetryTraceComponentImpl")
@ConditionalOnProperty(name = "telemetry.opencensus.enabled", matchIfMissing = true)
@EnableConfigurationProperties(TelemetryOpenCensusProperties.class)
public final class OpenCensusAutoConfiguration {

	/** Before any bean can make the shim look for the global instance. */
	@Bean
	static GlobalRegistration openCensusGlobalRegistration() {
		return new GlobalRegistration();
	}

	/** Eager even where beans are lazy: it is what gives the registration its SDK. */
	@Bean
	@Lazy(false)
	Instrumentation openCensusInstrumentation(GlobalRegistration registration, OpenTelemetry openTelemetry) {
		registration.leadTo(openTelemetry);
		return new Instrumentation("OpenCensus");
	}

}
