// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.webclient;

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
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.support.WebClientHttpServiceGroupConfigurer;

/**
 * Traces WebClient.
 */
@AutoConfiguration(after = HttpClientAutoConfiguration.class)
@ConditionalOnClass(WebClient.class)
public final class WebClientTracingAutoConfiguration {

	/** There when tracing is off too, so that code that injects it keeps working. */
	@Bean
	@ConditionalOnMissingBean
	WebClientTracing webClientTracing(ObjectProvider<HttpClientHandler> handler) {
		return new WebClientTracing(handler.getIfAvailable());
	}

	/** Tracing is on. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnTelemetry
	static class Enabled {

		@Bean
		static WebClientTracingPostProcessor webClientTracingPostProcessor(ObjectProvider<WebClientTracing> tracing) {
			return new WebClientTracingPostProcessor(tracing);
		}

		@Bean
		Instrumentation webClientInstrumentation() {
			return new Instrumentation("WebClient");
		}

	}

	/** The groups of {@code @ImportHttpServices}, which are new in Spring 7. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnTelemetry
	@ConditionalOnClass(
			name = "org.springframework.web.reactive.function.client.support.WebClientHttpServiceGroupConfigurer")
	static class HttpServiceGroups {

		@Bean
		WebClientHttpServiceGroupConfigurer tracingWebClientGroupConfigurer(WebClientTracing tracing) {
			return (groups) -> groups.forEachClient((group, builder) -> tracing.install(builder));
		}

	}

}
