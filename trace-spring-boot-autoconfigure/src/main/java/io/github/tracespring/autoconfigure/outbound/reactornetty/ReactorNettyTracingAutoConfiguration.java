// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.reactornetty;

import io.github.tracespring.autoconfigure.config.ConditionalOnTelemetry;
import io.github.tracespring.autoconfigure.core.Instrumentation;
import io.github.tracespring.autoconfigure.outbound.http.HttpClientAutoConfiguration;
import io.github.tracespring.autoconfigure.outbound.http.HttpClientHandler;
import reactor.netty.http.client.HttpClient;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Traces Reactor Netty's HttpClient, which Spring Cloud Gateway sends with.
 */
@AutoConfiguration(after = HttpClientAutoConfiguration.class,
		afterName = "org.springframework.cloud.gateway.config.GatewayAutoConfiguration")
@ConditionalOnClass(HttpClient.class)
public final class ReactorNettyTracingAutoConfiguration {

	/** There when tracing is off too, so that code that injects it keeps working. */
	@Bean
	@ConditionalOnMissingBean
	ReactorNettyTracing reactorNettyTracing(ObjectProvider<HttpClientHandler> handler) {
		return new ReactorNettyTracing(handler.getIfAvailable());
	}

	/** Tracing is on. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnTelemetry
	static class Enabled {

		@Bean
		static ReactorNettyTracingPostProcessor reactorNettyTracingPostProcessor(
				ObjectProvider<ReactorNettyTracing> tracing) {
			return new ReactorNettyTracingPostProcessor(tracing);
		}

		/** WebFlux brings the class, so it is named where there is a bean. */
		@Bean
		@ConditionalOnBean(HttpClient.class)
		Instrumentation reactorNettyHttpClientInstrumentation() {
			return new Instrumentation("Reactor Netty HttpClient");
		}

	}

}
