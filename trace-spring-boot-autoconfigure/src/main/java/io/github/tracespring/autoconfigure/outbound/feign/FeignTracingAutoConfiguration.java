// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.feign;

import feign.Capability;
import io.github.tracespring.autoconfigure.config.ConditionalOnTelemetry;
import io.github.tracespring.autoconfigure.core.Instrumentation;
import io.github.tracespring.autoconfigure.outbound.http.HttpClientAutoConfiguration;
import io.github.tracespring.autoconfigure.outbound.http.HttpClientHandler;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Traces Feign.
 */
@AutoConfiguration(after = HttpClientAutoConfiguration.class)
@ConditionalOnClass(Capability.class)
public final class FeignTracingAutoConfiguration {

	/** There when tracing is off too, so that code that injects it keeps working. */
	@Bean
	@ConditionalOnMissingBean
	FeignTracing feignTracing(ObjectProvider<HttpClientHandler> handler) {
		return new FeignTracing(handler.getIfAvailable());
	}

	/** Tracing is on. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnTelemetry
	static class Enabled {

		@Bean
		Instrumentation feignInstrumentation() {
			return new Instrumentation("Feign");
		}

	}

}
