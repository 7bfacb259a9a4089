// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.benchmarks.app;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * The application that is measured. It runs as long as its standard input is open.
 */
@SpringBootApplication
public class BenchmarkApplication {

	/**
	 * Starts it.
	 * @param args Spring Boot's arguments
	 */
	public static void main(String[] args) {
		Meter.start();
		SpringApplication.run(BenchmarkApplication.class, args);
	}

}
