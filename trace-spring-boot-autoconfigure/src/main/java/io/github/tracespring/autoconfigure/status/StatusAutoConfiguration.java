// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.status;

import io.github.tracespring.autoconfigure.core.TracingAutoConfiguration;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * Tells what tracing does, also when it is off.
 */
@AutoConfiguration(after = TracingAutoConfiguration.class)
public final class StatusAutoConfiguration {

	/** One for a tree of contexts, in the topmost that traces. */
	@Bean
	@ConditionalOnMissingBean
	StartupLine telemetryStartupLine(ConfigurableApplicationContext context) {
		return new StartupLine(context);
	}

}
