// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.annotation;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.instrumentation.annotations.WithSpan;

import io.github.tracespring.autoconfigure.config.ConditionalOnTelemetry;
import io.github.tracespring.autoconfigure.core.Instrumentation;
import io.github.tracespring.autoconfigure.core.TracingAutoConfiguration;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Traces the methods of beans that carry {@code @WithSpan}.
 */
@AutoConfiguration(after = TracingAutoConfiguration.class)
@ConditionalOnTelemetry
@ConditionalOnClass(WithSpan.class)
public final class AnnotationTracingAutoConfiguration {

	/** Proxies what Boot would: the class, unless the user prefers interfaces. */
	@Bean
	static WithSpanPostProcessor withSpanPostProcessor(ObjectProvider<Tracer> tracer, Environment environment) {
		WithSpanPostProcessor processor = new WithSpanPostProcessor(new WithSpanInterceptor(tracer));
		processor.setProxyTargetClass(environment.getProperty("spring.aop.proxy-target-class", Boolean.class, true));
		return processor;
	}

	@Bean
	Instrumentation annotationInstrumentation() {
		return new Instrumentation("@WithSpan");
	}

}
