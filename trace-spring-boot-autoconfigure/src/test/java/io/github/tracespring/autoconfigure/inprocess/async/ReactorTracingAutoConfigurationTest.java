// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.async;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshotFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Hooks;

import io.github.tracespring.autoconfigure.config.TelemetryAutoConfiguration;
import io.github.tracespring.autoconfigure.core.Instrumentation;
import io.github.tracespring.autoconfigure.core.TracingAutoConfiguration;
import io.github.tracespring.autoconfigure.core.propagation.ReactiveContext;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class ReactorTracingAutoConfigurationTest {

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(AutoConfigurations
		.of(TelemetryAutoConfiguration.class, TracingAutoConfiguration.class, ReactorTracingAutoConfiguration.class));

	private final boolean enabledBefore = Hooks.isAutomaticContextPropagationEnabled();

	@BeforeEach
	void forgetFormerApplications() {
		Hooks.disableAutomaticContextPropagation();
		ContextRegistry.getInstance().removeThreadLocalAccessor(ReactiveContext.KEY);
	}

	@AfterEach
	void restore() {
		if (this.enabledBefore) {
			Hooks.enableAutomaticContextPropagation();
			ContextRegistry.getInstance().registerThreadLocalAccessor(new ContextAccessor());
		}
	}

	private static long accessors() {
		return ContextRegistry.getInstance()
			.getThreadLocalAccessors()
			.stream()
			.filter((accessor) -> accessor.key().equals(ReactiveContext.KEY))
			.count();
	}

	@Test
	void enablesPropagationInAllOperators() {
		this.runner.run((context) -> {
			assertThat(Hooks.isAutomaticContextPropagationEnabled()).isTrue();
			assertThat(accessors()).isOne();
			assertThat(context.getBeansOfType(Instrumentation.class).values())
				.containsExactly(new Instrumentation("Reactor"));
		});
	}

	@Test
	void secondApplicationChangesNothing() {
		this.runner.run((first) -> {
			this.runner.run((second) -> assertThat(accessors()).isOne());
			assertThat(Hooks.isAutomaticContextPropagationEnabled()).isTrue();
			assertThat(accessors()).isOne();
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "limited", "LIMITED" })
	void usersLimitIsRespected(String mode) {
		this.runner.withPropertyValues("spring.reactor.context-propagation=" + mode).run((context) -> {
			assertThat(Hooks.isAutomaticContextPropagationEnabled()).isFalse();
			assertThat(accessors()).isOne();
			assertThat(context).doesNotHaveBean(Instrumentation.class);
		});
	}

	@Test
	void usersAutoIsTheDefault() {
		this.runner.withPropertyValues("spring.reactor.context-propagation=AUTO")
			.run((context) -> assertThat(Hooks.isAutomaticContextPropagationEnabled()).isTrue());
	}

	@ParameterizedTest
	@ValueSource(classes = { Hooks.class, ContextSnapshotFactory.class })
	void isNotThereWithout(Class<?> type) {
		this.runner.withClassLoader(new FilteredClassLoader(type)).run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(Instrumentation.class);
			assertThat(Hooks.isAutomaticContextPropagationEnabled()).isFalse();
		});
	}

	@Test
	void isNotThereWhenDisabled() {
		this.runner.withPropertyValues("telemetry.disabled=true").run((context) -> {
			assertThat(Hooks.isAutomaticContextPropagationEnabled()).isFalse();
			assertThat(accessors()).isZero();
		});
	}

}
