// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.compat.runner;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/**
 * No web at all: does its work and ends, by itself or, with {@code --exit}, at once.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class RunnerApplication {

	private static final Logger logger = LoggerFactory.getLogger(RunnerApplication.class);

	public static void main(String[] args) {
		SpringApplication.run(RunnerApplication.class, args);
	}

	@Bean
	CommandLineRunner job(Tracer tracer) {
		return (args) -> {
			Span job = tracer.spanBuilder("job").startSpan();
			try (Scope scope = job.makeCurrent()) {
				tracer.spanBuilder("step").setAttribute("step", 1).startSpan().end();
				logger.info("done");
			}
			finally {
				job.end();
			}
			if (String.join(" ", args).contains("--exit")) {
				System.exit(0);
			}
		};
	}

}
