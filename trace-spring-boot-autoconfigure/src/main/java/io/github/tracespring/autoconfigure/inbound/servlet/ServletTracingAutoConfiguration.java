// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.servlet;

import java.util.EnumSet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import org.apache.catalina.valves.ValveBase;

import io.github.tracespring.autoconfigure.config.ConditionalOnTelemetry;
import io.github.tracespring.autoconfigure.config.TelemetrySettings;
import io.github.tracespring.autoconfigure.core.Instrumentation;
import io.github.tracespring.autoconfigure.inbound.http.HttpServerHandler;
import io.github.tracespring.autoconfigure.inbound.http.HttpServerTracingAutoConfiguration;
import io.github.tracespring.autoconfigure.inbound.http.ResponseHeader;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Traces what arrives at a servlet container.
 */
@AutoConfiguration(after = HttpServerTracingAutoConfiguration.class)
@ConditionalOnTelemetry
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(Filter.class)
public final class ServletTracingAutoConfiguration {

	/** After the filter that knows the client behind a proxy, before all others. */
	private static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 1;

	@Bean
	CompletionInitializer telemetryCompletionInitializer() {
		return new CompletionInitializer();
	}

	@Bean
	FilterRegistrationBean<TracingFilter> telemetryFilter(HttpServerHandler handler, TelemetrySettings settings) {
		ResponseHeader header = (settings.responseHeader() != null) ? new ResponseHeader(settings.responseHeader())
				: null;
		FilterRegistrationBean<TracingFilter> registration = new FilterRegistrationBean<>(
				new TracingFilter(handler, header));
		registration.setName("telemetryFilter");
		registration.setDispatcherTypes(EnumSet.allOf(DispatcherType.class));
		registration.setOrder(ORDER);
		return registration;
	}

	@Bean
	Instrumentation servletInstrumentation() {
		return new Instrumentation("servlet");
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ ValveBase.class, WebServerFactoryCustomizer.class })
	static class Tomcat {

		@Bean
		CompletionValveCustomizer completionValveCustomizer(CompletionInitializer initializer) {
			return new CompletionValveCustomizer(initializer);
		}

	}

	/** What Spring MVC alone can tell. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(HandlerExceptionResolver.class)
	static class Mvc {

		@Bean
		TracingExceptionResolver tracingExceptionResolver() {
			return new TracingExceptionResolver();
		}

	}

}
