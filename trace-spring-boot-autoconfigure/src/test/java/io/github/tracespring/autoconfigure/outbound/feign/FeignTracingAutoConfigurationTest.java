// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.feign;

import feign.AsyncClient;
import feign.Capability;
import feign.Client;
import org.junit.jupiter.api.Test;

import io.github.tracespring.autoconfigure.config.TelemetryAutoConfiguration;
import io.github.tracespring.autoconfigure.core.Instrumentation;
import io.github.tracespring.autoconfigure.core.TracingAutoConfiguration;
import io.github.tracespring.autoconfigure.outbound.http.HttpClientAutoConfiguration;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class FeignTracingAutoConfigurationTest {

	private final Client client = new Client.Default(null, null);

	private final AsyncClient<Object> asyncClient = new AsyncClient.Pseudo<>(this.client);

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TelemetryAutoConfiguration.class, TracingAutoConfiguration.class,
				HttpClientAutoConfiguration.class, FeignTracingAutoConfiguration.class));

	@Test
	void clientsAreEnrichedOnceAndNamed() {
		this.runner.run((context) -> {
			Capability tracing = context.getBean(Capability.class);
			Client traced = tracing.enrich(this.client);
			assertThat(traced).isNotSameAs(this.client);
			assertThat(tracing.enrich(traced)).isSameAs(traced);
			AsyncClient<Object> tracedAsync = tracing.enrich(this.asyncClient);
			assertThat(tracedAsync).isNotSameAs(this.asyncClient);
			assertThat(tracing.enrich(tracedAsync)).isSameAs(tracedAsync);
			assertThat(context.getBeansOfType(Instrumentation.class).values())
				.containsExactly(new Instrumentation("Feign"));
		});
	}

	@Test
	void nothingIsThereWithoutFeign() {
		this.runner.withClassLoader(new FilteredClassLoader("feign"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean("feignTracing")
				.doesNotHaveBean(Instrumentation.class));
	}

	@Test
	void usersTracingIsKept() {
		FeignTracing own = new FeignTracing(null);
		this.runner.withBean("own", FeignTracing.class, () -> own)
			.run((context) -> assertThat(context).getBean(FeignTracing.class).isSameAs(own));
	}

	@Test
	void disabledTracingLeavesClientsAlone() {
		this.runner.withPropertyValues("telemetry.disabled=true").run((context) -> {
			Capability tracing = context.getBean(Capability.class);
			assertThat(tracing.enrich(this.client)).isSameAs(this.client);
			assertThat(tracing.enrich(this.asyncClient)).isSameAs(this.asyncClient);
			assertThat(context).doesNotHaveBean(Instrumentation.class);
		});
	}

}
