// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.webflux;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.tracespring.autoconfigure.config.TelemetryAutoConfiguration;
import io.github.tracespring.autoconfigure.core.Instrumentation;
import io.github.tracespring.autoconfigure.core.TracingAutoConfiguration;
import io.github.tracespring.autoconfigure.inbound.http.HttpServerTracingAutoConfiguration;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.http.server.reactive.HttpHandlerDecoratorFactory;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.server.WebFilter;

import static org.assertj.core.api.Assertions.assertThat;

class WebFluxTracingAutoConfigurationTest {

	private static final AutoConfigurations CONFIGURATIONS = AutoConfigurations.of(TelemetryAutoConfiguration.class,
			TracingAutoConfiguration.class, HttpServerTracingAutoConfiguration.class,
			WebFluxTracingAutoConfiguration.class);

	private final ReactiveWebApplicationContextRunner runner = new ReactiveWebApplicationContextRunner()
		.withConfiguration(CONFIGURATIONS);

	@Test
	void suppliesDecoratorAndFilter() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(HttpHandlerDecoratorFactory.class)
				.hasSingleBean(WebFilter.class)
				.hasSingleBean(HandledErrors.class);
			assertThat(context.getBeansOfType(Instrumentation.class).values())
				.containsExactly(new Instrumentation("WebFlux"));
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "reactor.netty", "jakarta.servlet" })
	void worksWithout(String server) {
		this.runner.withClassLoader(new FilteredClassLoader(server))
			.run((context) -> assertThat(context).hasSingleBean(HttpHandlerDecoratorFactory.class));
	}

	@Test
	void isNotThereWithoutWebFlux() {
		this.runner.withClassLoader(new FilteredClassLoader(DispatcherHandler.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(HttpHandlerDecoratorFactory.class));
	}

	@Test
	void isNotThereWhenDisabled() {
		this.runner.withPropertyValues("telemetry.disabled=true")
			.run((context) -> assertThat(context).doesNotHaveBean(HttpHandlerDecoratorFactory.class)
				.doesNotHaveBean(WebFilter.class));
	}

	@Test
	void isNotThereInOtherApplications() {
		new ApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.run((context) -> assertThat(context).doesNotHaveBean(HttpHandlerDecoratorFactory.class));
		new WebApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.run((context) -> assertThat(context).doesNotHaveBean(HttpHandlerDecoratorFactory.class));
	}

}
