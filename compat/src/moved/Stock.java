// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.compat;

import ${compat.health}.Health;
import ${compat.health}.HealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * A health indicator of the application's own, whose package has moved.
 */
public class Stock {

	@Bean
	HealthIndicator stock() {
		return () -> Health.up().withDetail("books", 3).build();
	}

}
