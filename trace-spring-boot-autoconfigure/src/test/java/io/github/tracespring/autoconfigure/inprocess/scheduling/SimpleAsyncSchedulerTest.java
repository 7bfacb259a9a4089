// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.scheduling;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;

/**
 * A thread for each run: what Boot makes for virtual threads too.
 */
class SimpleAsyncSchedulerTest extends ScheduledContractTest {

	SimpleAsyncSchedulerTest() {
		super(Scheduler.class);
	}

	@Configuration(proxyBeanMethods = false)
	static class Scheduler {

		@Bean
		SimpleAsyncTaskScheduler taskScheduler() {
			return new SimpleAsyncTaskScheduler();
		}

	}

}
