// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.async;

import io.github.tracespring.autoconfigure.config.ConditionalOnTelemetry;
import io.github.tracespring.autoconfigure.core.Instrumentation;
import io.github.tracespring.autoconfigure.core.TracingAutoConfiguration;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ImportRuntimeHints;

/**
 * Carries the context to the threads of executors: {@code @Async}, asynchronous events,
 * and whatever is handed to an executor that is a bean.
 */
@AutoConfiguration(after = TracingAutoConfiguration.class)
public final class AsyncTracingAutoConfiguration {

	/** Tracing is on. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnTelemetry
	@ImportRuntimeHints(ThreadPoolShell.Hints.class)
	static class Enabled {

		@Bean
		static ExecutorTracingPostProcessor executorTracingPostProcessor() {
			return new ExecutorTracingPostProcessor();
		}

		@Bean
		@ConditionalOnMissingBean
		ExecutorTracing executorTracing() {
			return new ExecutorTracing(true);
		}

		@Bean
		Instrumentation executorInstrumentation() {
			return new Instrumentation("executors");
		}

	}

	/** Tracing is off: code that injects it keeps working. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnTelemetry(false)
	static class Disabled {

		@Bean
		@ConditionalOnMissingBean
		ExecutorTracing executorTracing() {
			return new ExecutorTracing(false);
		}

	}

}
