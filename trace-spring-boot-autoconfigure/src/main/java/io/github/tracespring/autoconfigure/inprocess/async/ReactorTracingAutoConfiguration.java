// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.async;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshotFactory;
import reactor.core.publisher.Hooks;

import io.github.tracespring.autoconfigure.config.ConditionalOnTelemetry;
import io.github.tracespring.autoconfigure.core.Instrumentation;
import io.github.tracespring.autoconfigure.core.TracingAutoConfiguration;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Carries the context through Reactor's operators, whatever threads they run on, and
 * between imperative and reactive code.
 */
@AutoConfiguration(after = TracingAutoConfiguration.class)
@ConditionalOnTelemetry
@ConditionalOnClass({ Hooks.class, ContextSnapshotFactory.class })
public final class ReactorTracingAutoConfiguration {

	/** As early as can be: before any bean assembles a chain. */
	@Bean
	static BeanFactoryPostProcessor reactorContextRegistrar() {
		return (beanFactory) -> ContextRegistry.getInstance().registerThreadLocalAccessor(new ContextAccessor());
	}

	/**
	 * In all operators, unless the user wants it in Reactor's {@code tap} and
	 * {@code handle} only. Like Boot's own {@code auto} mode it is never switched off: it
	 * belongs to the JVM, where other applications may rely on it, and holds nothing.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty(name = "spring.reactor.context-propagation", havingValue = "auto", matchIfMissing = true)
	static class AllOperators {

		@Bean
		static BeanFactoryPostProcessor reactorContextPropagationEnabler() {
			return (beanFactory) -> Hooks.enableAutomaticContextPropagation();
		}

		@Bean
		Instrumentation reactorInstrumentation() {
			return new Instrumentation("Reactor");
		}

	}

}
