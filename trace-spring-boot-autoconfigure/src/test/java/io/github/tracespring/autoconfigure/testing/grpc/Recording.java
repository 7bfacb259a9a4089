// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.testing.grpc;

import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * An application that keeps its spans in memory.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class Recording {

	/** In a box: an exporter that is a bean would get each span once more, in batches. */
	@Bean
	Spans recordedSpans() {
		return new Spans(InMemorySpanExporter.create());
	}

	@Bean
	SpanProcessor recordingProcessor(Spans spans) {
		return SimpleSpanProcessor.create(spans.exporter());
	}

	/**
	 * What was recorded.
	 *
	 * @param exporter has the spans
	 */
	public record Spans(InMemorySpanExporter exporter) {

	}

}
