// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.scheduling;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.task.TaskExecutorMetricsAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ScheduledTasksObservationAutoConfiguration;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Boot's scheduler, with the actuator's metrics, which go on counting.
 */
class BootSchedulerTest extends ScheduledContractTest {

	BootSchedulerTest() {
		super(Metrics.class, "--spring.task.scheduling.pool.size=3");
	}

	@Test
	void runsAreStillCounted() {
		MeterRegistry meters = application().getBean(MeterRegistry.class);
		assertThat(meters).isInstanceOf(SimpleMeterRegistry.class);
		Awaitility.await()
			.untilAsserted(() -> assertThat(meters.get("tasks.scheduled.execution")
				.tag("code.function", "rate")
				.tag("outcome", "SUCCESS")
				.timer()
				.count()).isGreaterThan(1));
	}

	@Test
	void poolIsStillMeasured() {
		assertThat(application().getBean(MeterRegistry.class)
			.get("executor.pool.core")
			.tag("name", "taskScheduler")
			.gauge()
			.value()).isEqualTo(3);
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ MetricsAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class,
			SimpleMetricsExportAutoConfiguration.class, ObservationAutoConfiguration.class,
			ScheduledTasksObservationAutoConfiguration.class, TaskExecutorMetricsAutoConfiguration.class })
	static class Metrics {

	}

}
