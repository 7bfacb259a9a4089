// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.restclient;

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
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientHttpServiceGroupConfigurer;

/**
 * Traces RestTemplate and RestClient.
 */
@AutoConfiguration(after = HttpClientAutoConfiguration.class)
@ConditionalOnClass(RestClient.class)
public final class RestClientTracingAutoConfiguration {

	/** There when tracing is off too, so that code that injects it keeps working. */
	@Bean
	@ConditionalOnMissingBean
	RestClientTracing restClientTracing(ObjectProvider<HttpClientHandler> handler) {
		return new RestClientTracing(handler.getIfAvailable());
	}

	/** Tracing is on. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnTelemetry
	static class Enabled {

		@Bean
		static RestClientTracingPostProcessor restClientTracingPostProcessor(
				ObjectProvider<RestClientTracing> tracing) {
			return new RestClientTracingPostProcessor(tracing);
		}

		@Bean
		Instrumentation restTemplateInstrumentation() {
			return new Instrumentation("RestTemplate");
		}

		@Bean
		Instrumentation restClientInstrumentation() {
			return new Instrumentation("RestClient");
		}

	}

	/** The groups of {@code @ImportHttpServices}, which are new in Spring 7. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnTelemetry
	@ConditionalOnClass(name = "org.springframework.web.client.support.RestClientHttpServiceGroupConfigurer")
	static class HttpServiceGroups {

		@Bean
		RestClientHttpServiceGroupConfigurer tracingRestClientGroupConfigurer(RestClientTracing tracing) {
			return (groups) -> groups.forEachClient((group, builder) -> tracing.install(builder));
		}

	}

}
