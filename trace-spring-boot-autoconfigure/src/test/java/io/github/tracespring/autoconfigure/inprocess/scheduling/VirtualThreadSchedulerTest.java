// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.scheduling;

import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import org.springframework.context.annotation.Configuration;

/**
 * Boot's scheduler on virtual threads.
 */
@EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "there are no virtual threads before")
class VirtualThreadSchedulerTest extends ScheduledContractTest {

	VirtualThreadSchedulerTest() {
		super(Nothing.class, "--spring.threads.virtual.enabled=true");
	}

	@Configuration(proxyBeanMethods = false)
	static class Nothing {

	}

}
