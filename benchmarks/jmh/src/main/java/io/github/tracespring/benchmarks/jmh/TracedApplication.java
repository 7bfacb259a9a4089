// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.benchmarks.jmh;

import java.util.Map;

import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * An application whose spans end, and go nowhere.
 */
@State(Scope.Benchmark)
public class TracedApplication {

	/** Whether spans are recorded, are made but not sampled, or tracing is off. */
	@Param({ "sampled", "unsampled", "off" })
	public String tracing;

	private ConfigurableApplicationContext context;

	@Setup(Level.Trial)
	public void start() {
		this.context = start(Map.of("telemetry.sampler", this.tracing.equals("sampled") ? 1 : 0, "telemetry.disabled",
				this.tracing.equals("off")));
	}

	static ConfigurableApplicationContext start(Map<String, Object> properties) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("telemetry.name=benchmark", "logging.level.root=warn", "spring.main.banner-mode=off",
					"spring.http.clients.imperative.factory=simple")
			.properties(properties)
			.run();
	}

	@TearDown(Level.Trial)
	public void stop() {
		this.context.close();
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
