// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.scheduling;

import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.core.Ordered;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;

/**
 * Adds the handler to the registry that scheduled methods are observed with: the
 * application's, or where they are not observed one of its own. Last of the configurers,
 * so as to know.
 */
final class ScheduledTracingConfigurer implements SchedulingConfigurer, Ordered {

	private final ObservationHandler<?> handler;

	ScheduledTracingConfigurer(ObservationHandler<?> handler) {
		this.handler = handler;
	}

	@Override
	public int getOrder() {
		return LOWEST_PRECEDENCE;
	}

	@Override
	public void configureTasks(ScheduledTaskRegistrar registrar) {
		ObservationRegistry registry = registrar.getObservationRegistry();
		// One that merely has no handler yet is somebody's all the same
		if (registry == null || registry == ObservationRegistry.NOOP) {
			registry = ObservationRegistry.create();
			registrar.setObservationRegistry(registry);
		}
		registry.observationConfig().observationHandler(this.handler);
	}

}
