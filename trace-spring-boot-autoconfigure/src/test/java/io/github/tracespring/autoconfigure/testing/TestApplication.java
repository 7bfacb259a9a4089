// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.testing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.tracespring.autoconfigure.config.TelemetryAutoConfiguration;
import io.github.tracespring.autoconfigure.core.TracingAutoConfiguration;
import io.github.tracespring.autoconfigure.inprocess.log.LogTracingAutoConfiguration;
import io.github.tracespring.autoconfigure.status.StatusAutoConfiguration;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * A real application, without a web server, whose environment variables are the test's
 * own.
 */
public final class TestApplication {

	private final List<Class<?>> sources = new ArrayList<>(List.of(Main.class));

	private final Map<String, Object> variables = new LinkedHashMap<>();

	private final Map<String, Object> defaults = new LinkedHashMap<>();

	/**
	 * Sets an environment variable.
	 * @param name its name
	 * @param value its value
	 * @return this
	 */
	public TestApplication variable(String name, String value) {
		this.variables.put(name, value);
		return this;
	}

	/**
	 * Sets a property that everything else overrides.
	 * @param name its name
	 * @param value its value
	 * @return this
	 */
	public TestApplication byDefault(String name, Object value) {
		this.defaults.put(name, value);
		return this;
	}

	/**
	 * Adds configuration.
	 * @param source a configuration class
	 * @return this
	 */
	public TestApplication with(Class<?> source) {
		this.sources.add(source);
		return this;
	}

	/**
	 * Runs the application.
	 * @param arguments the command line
	 * @return its context, to be closed
	 */
	public ConfigurableApplicationContext run(String... arguments) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, this.variables));
		SpringApplication application = new SpringApplication(this.sources.toArray(Class<?>[]::new));
		application.setEnvironment(environment);
		application.setDefaultProperties(this.defaults);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setBannerMode(Banner.Mode.OFF);
		application.setRegisterShutdownHook(false);
		return application.run(arguments);
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ TelemetryAutoConfiguration.class, TracingAutoConfiguration.class,
			LogTracingAutoConfiguration.class, StatusAutoConfiguration.class })
	static class Main {

	}

}
