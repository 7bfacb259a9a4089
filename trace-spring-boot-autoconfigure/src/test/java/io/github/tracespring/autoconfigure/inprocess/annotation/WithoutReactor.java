// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.annotation;

import io.opentelemetry.instrumentation.annotations.WithSpan;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;

import io.github.tracespring.autoconfigure.testing.TestApplication;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * An application that has never heard of Reactor.
 */
final class WithoutReactor {

	private WithoutReactor() {
	}

	public static void main(String[] args) {
		try (ConfigurableApplicationContext context = new TestApplication().with(Main.class).run()) {
			context.getBean(Plain.class).work();
			System.out.println("spans=" + context.getBean(InMemorySpanExporter.class)
				.getFinishedSpanItems()
				.stream()
				.map(SpanData::getName)
				.toList());
		}
	}

	static class Plain {

		@WithSpan
		void work() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(AnnotationTracingAutoConfiguration.class)
	@Import(InMemory.class)
	static class Main {

		@Bean
		Plain plain() {
			return new Plain();
		}

	}

}
