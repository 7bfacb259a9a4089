// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.scheduling;

import io.opentelemetry.api.trace.Tracer;

import io.github.tracespring.autoconfigure.config.ConditionalOnTelemetry;
import io.github.tracespring.autoconfigure.config.TelemetryScheduledProperties;
import io.github.tracespring.autoconfigure.core.Instrumentation;
import io.github.tracespring.autoconfigure.core.TracingAutoConfiguration;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.ScheduledAnnotationBeanPostProcessor;

/**
 * Traces the runs of methods with {@code @Scheduled}. It comes after Boot's
 * auto-configuration that has them observed, so that its configurer does too.
 */
@AutoConfiguration(after = TracingAutoConfiguration.class, afterName = {
		"org.springframework.boot.actuate.autoconfigure.scheduling.ScheduledTasksObservabilityAutoConfiguration",
		"org.springframework.boot.micrometer.observation.autoconfigure.ScheduledTasksObservationAutoConfiguration" })
@ConditionalOnTelemetry
@ConditionalOnBooleanProperty(name = "telemetry.scheduled.enabled", matchIfMissing = true)
@ConditionalOnBean(ScheduledAnnotationBeanPostProcessor.class)
public final class SchedulingTracingAutoConfiguration {

	@Bean
	ScheduledTracingConfigurer scheduledTracingConfigurer(Tracer tracer, TelemetryScheduledProperties properties) {
		return new ScheduledTracingConfigurer(
				new ScheduledRunHandler(tracer, new ScheduledMethods(properties.getIgnore())));
	}

	@Bean
	Instrumentation scheduledInstrumentation() {
		return new Instrumentation("@Scheduled");
	}

}
