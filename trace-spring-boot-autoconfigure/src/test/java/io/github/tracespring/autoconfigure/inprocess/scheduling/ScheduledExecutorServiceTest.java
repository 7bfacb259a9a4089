// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.scheduling;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The JDK's scheduler, as a bean.
 */
class ScheduledExecutorServiceTest extends ScheduledContractTest {

	ScheduledExecutorServiceTest() {
		super(Scheduler.class);
	}

	@Configuration(proxyBeanMethods = false)
	static class Scheduler {

		@Bean
		ScheduledExecutorService taskScheduler() {
			return Executors.newScheduledThreadPool(2);
		}

	}

}
