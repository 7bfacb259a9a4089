// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.servlet;

import jakarta.servlet.Filter;
import org.junit.jupiter.api.Test;

import io.github.tracespring.autoconfigure.config.TelemetryAutoConfiguration;
import io.github.tracespring.autoconfigure.core.Instrumentation;
import io.github.tracespring.autoconfigure.core.TracingAutoConfiguration;
import io.github.tracespring.autoconfigure.inbound.http.HttpServerHandler;
import io.github.tracespring.autoconfigure.inbound.http.HttpServerTracingAutoConfiguration;
import io.github.tracespring.autoconfigure.inbound.http.IgnoredPaths;

import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.web.servlet.HandlerExceptionResolver;

import static org.assertj.core.api.Assertions.assertThat;

class ServletTracingAutoConfigurationTest {

	private static final AutoConfigurations CONFIGURATIONS = AutoConfigurations.of(TelemetryAutoConfiguration.class,
			TracingAutoConfiguration.class, HttpServerTracingAutoConfiguration.class,
			ServletTracingAutoConfiguration.class);

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(CONFIGURATIONS);

	@Test
	void suppliesFilterForAllDispatches() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(FilterRegistrationBean.class)
				.hasSingleBean(TracingExceptionResolver.class)
				.hasSingleBean(HttpServerHandler.class);
			assertThat(context.getBeansOfType(Instrumentation.class).values())
				.containsExactly(new Instrumentation("servlet"));
		});
	}

	@Test
	void backsOffForIgnoredPathsOfTheUser() {
		IgnoredPaths paths = IgnoredPaths.of(java.util.List.of());
		this.runner.withBean("mine", IgnoredPaths.class, () -> paths)
			.run((context) -> assertThat(context).getBean(IgnoredPaths.class).isSameAs(paths));
	}

	@Test
	void isNotThereWithoutServletApi() {
		this.runner.withClassLoader(new FilteredClassLoader(Filter.class))
			.run((context) -> assertThat(context).doesNotHaveBean(ServletTracingAutoConfiguration.class));
	}

	@Test
	void worksWithoutSpringMvc() {
		this.runner.withClassLoader(new FilteredClassLoader(HandlerExceptionResolver.class))
			.run((context) -> assertThat(context).hasSingleBean(FilterRegistrationBean.class)
				.doesNotHaveBean(TracingExceptionResolver.class));
	}

	@Test
	void worksWithoutActuator() {
		this.runner.withClassLoader(new FilteredClassLoader(PathMappedEndpoints.class))
			.run((context) -> assertThat(context).hasSingleBean(IgnoredPaths.class));
	}

	@Test
	void isNotThereWhenDisabled() {
		this.runner.withPropertyValues("telemetry.disabled=true")
			.run((context) -> assertThat(context).doesNotHaveBean(FilterRegistrationBean.class)
				.doesNotHaveBean(HttpServerHandler.class));
	}

	@Test
	void isNotThereInOtherApplications() {
		new ApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.run((context) -> assertThat(context).doesNotHaveBean(FilterRegistrationBean.class)
				.doesNotHaveBean(HttpServerHandler.class));
		new ReactiveWebApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.run((context) -> assertThat(context).doesNotHaveBean(FilterRegistrationBean.class));
	}

}
