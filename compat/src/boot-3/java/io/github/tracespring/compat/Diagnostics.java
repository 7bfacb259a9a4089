// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.compat;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.context.annotation.Bean;

/**
 * An endpoint and a health indicator, whose package has moved, of the application's own.
 */
public class Diagnostics {

	@Bean
	HealthIndicator stock() {
		return () -> Health.up().build();
	}

	@Bean
	Shelf shelf() {
		return new Shelf();
	}

	/**
	 * An endpoint of the application's own.
	 */
	@Endpoint(id = "shelf")
	public static class Shelf {

		/**
		 * Reads it.
		 * @return what is on it
		 */
		@ReadOperation
		public String read() {
			return "books";
		}

	}

}
