// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.jdkhttp;

import java.net.http.HttpClient;

import io.github.tracespring.autoconfigure.config.ConditionalOnTelemetry;
import io.github.tracespring.autoconfigure.core.Instrumentation;
import io.github.tracespring.autoconfigure.outbound.http.HttpClientAutoConfiguration;
import io.github.tracespring.autoconfigure.outbound.http.HttpClientHandler;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Traces the JDK's HttpClient.
 */
@AutoConfiguration(after = HttpClientAutoConfiguration.class)
@ConditionalOnClass(HttpClient.class)
public final class JdkHttpClientTracingAutoConfiguration {

	/** There when tracing is off too, so that code that injects it keeps working. */
	@Bean
	@ConditionalOnMissingBean
	JdkHttpClientTracing jdkHttpClientTracing(ObjectProvider<HttpClientHandler> handler) {
		return new JdkHttpClientTracing(handler.getIfAvailable());
	}

	/** Tracing is on. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnTelemetry
	static class Enabled {

		@Bean
		static JdkHttpClientTracingPostProcessor jdkHttpClientTracingPostProcessor(
				ObjectProvider<JdkHttpClientTracing> tracing) {
			return new JdkHttpClientTracingPostProcessor(tracing);
		}

		/** Every JVM has the class, so it is named where there is a bean. */
		@Bean
		@ConditionalOnBean(HttpClient.class)
		Instrumentation jdkHttpClientInstrumentation() {
			return new Instrumentation("JDK HttpClient");
		}

	}

}
