// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.log;

import io.github.tracespring.autoconfigure.config.ConditionalOnTelemetry;
import io.github.tracespring.autoconfigure.config.TelemetryBaggageProperties;
import io.github.tracespring.autoconfigure.core.Instrumentation;
import io.github.tracespring.autoconfigure.core.TracingAutoConfiguration;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

/**
 * The ids of the current span, and entries of its baggage, in each log line.
 * {@link LogCorrelationListener} has set it up by now, where there is a
 * {@code SpringApplication}.
 */
@AutoConfiguration(after = TracingAutoConfiguration.class)
@ConditionalOnTelemetry
public final class LogTracingAutoConfiguration {

	@Bean
	Instrumentation loggingInstrumentation() {
		MdcContextStorage.install();
		return new Instrumentation("logging");
	}

	/** Eager even where beans are lazy: nobody asks for it. */
	@Bean
	@Lazy(false)
	BaggageFields baggageLogFields(TelemetryBaggageProperties properties) {
		return BaggageFields.open(properties.getLog());
	}

}
