// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.async;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.slf4j.MDC;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a task sees of the context, wherever it runs.
 */
final class TaskProbe {

	static final String NOTHING = "0000000000000000/null/null";

	private final Tracer tracer;

	private final InMemorySpanExporter exporter;

	private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

	TaskProbe(Tracer tracer, InMemorySpanExporter exporter) {
		this.tracer = tracer;
		this.exporter = exporter;
	}

	static String here() {
		return Span.current().getSpanContext().getSpanId() + "/" + MDC.get("span_id") + "/" + MDC.get("traceId");
	}

	private static String inside(Span span) {
		String id = span.getSpanContext().getSpanId();
		return id + "/" + id + "/" + span.getSpanContext().getTraceId();
	}

	/** The task that is handed over: it has a span of its own. */
	void task() {
		String here = here();
		this.tracer.spanBuilder("task").startSpan().end();
		this.seen.add(here);
	}

	/**
	 * Asserts that a task which is handed over in a span runs once and inside it, and
	 * that nothing is left, neither here nor on the thread that ran it.
	 */
	void assertCarried(Consumer<Runnable> handOver) {
		this.exporter.reset();
		this.seen.clear();
		Span span = this.tracer.spanBuilder("request").startSpan();
		try (Scope scope = span.makeCurrent()) {
			handOver.accept(this::task);
			assertThat(here()).isEqualTo(inside(span));
		}
		span.end();
		assertSeen(inside(span));
		SpanData task = this.exporter.getFinishedSpanItems()
			.stream()
			.filter((data) -> data.getName().equals("task"))
			.findFirst()
			.orElseThrow();
		assertThat(task.getParentSpanId()).isEqualTo(span.getSpanContext().getSpanId());
		assertThat(this.exporter.getFinishedSpanItems()).extracting(SpanData::getName)
			.containsExactlyInAnyOrder("task", "request");
		assertNothingLeft(handOver);
	}

	/** Asserts that a task handed over in no span sees none. */
	void assertNothingLeft(Consumer<Runnable> handOver) {
		assertThat(Context.current()).isSameAs(Context.root());
		this.seen.clear();
		handOver.accept(() -> this.seen.add(here()));
		assertSeen(NOTHING);
	}

	/** Once, as the next task would be in the way. */
	private void assertSeen(String expected) {
		try {
			assertThat(this.seen.poll(20, TimeUnit.SECONDS)).isEqualTo(expected);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		assertThat(this.seen).isEmpty();
	}

	/** Records all spans. */
	@Configuration(proxyBeanMethods = false)
	static class Recording {

		@Bean
		InMemorySpanExporter recordedSpans() {
			return InMemorySpanExporter.create();
		}

		@Bean
		SpanProcessor recorder(InMemorySpanExporter recordedSpans) {
			return SimpleSpanProcessor.create(recordedSpans);
		}

		@Bean
		TaskProbe taskProbe(Tracer tracer, InMemorySpanExporter recordedSpans) {
			return new TaskProbe(tracer, recordedSpans);
		}

	}

}
