// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core;

import java.time.Duration;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import org.junit.jupiter.api.Test;

import io.github.tracespring.autoconfigure.testing.TestApplication;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

/**
 * What closing the context does to the SDK.
 */
class TracingShutdownTests {

	@Test
	void whatACustomizerAddedIsShutDownAndNotWaitedFor() {
		ConfigurableApplicationContext context = new TestApplication().with(Custom.class).run();
		Tracer tracer = context.getBean(Tracer.class);
		Stuck stuck = context.getBean(Custom.class).stuck;
		assertTimeout(Duration.ofSeconds(5), context::close);
		assertThat(stuck.shutdowns).isEqualTo(1);
		assertThat(tracer.spanBuilder("late").startSpan().isRecording()).isFalse();
	}

	@Configuration(proxyBeanMethods = false)
	static class Custom {

		private final Stuck stuck = new Stuck();

		@Bean
		TracerProviderCustomizer customizer() {
			return (builder) -> builder.addSpanProcessor(this.stuck);
		}

	}

	/** Never says that it has shut down. */
	private static final class Stuck implements SpanProcessor {

		private int shutdowns;

		@Override
		public void onStart(Context parent, ReadWriteSpan span) {
			// nothing to do
		}

		@Override
		public boolean isStartRequired() {
			return false;
		}

		@Override
		public void onEnd(ReadableSpan span) {
			// nothing to do
		}

		@Override
		public boolean isEndRequired() {
			return false;
		}

		@Override
		public CompletableResultCode shutdown() {
			this.shutdowns++;
			return new CompletableResultCode();
		}

	}

}
