// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.http;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.slf4j.MDC;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What a server under test saw: the spans, the span that was current at named places, and
 * what was left behind on its threads.
 */
@Configuration(proxyBeanMethods = false)
public class ServerProbe {

	private final InMemorySpanExporter spans = InMemorySpanExporter.create();

	private final List<String> seen = new CopyOnWriteArrayList<>();

	private final List<String> leaks = new CopyOnWriteArrayList<>();

	private volatile boolean released;

	@Bean
	SpanProcessor probeSpanProcessor() {
		return SimpleSpanProcessor.create(this.spans);
	}

	public InMemorySpanExporter spans() {
		return this.spans;
	}

	/** Notes the span that is current, and logged, at a place of the application. */
	public void see(String place) {
		String id = Span.current().getSpanContext().getSpanId();
		String logged = Objects.requireNonNullElse(MDC.get("span_id"), SpanId.getInvalid());
		this.seen.add(place + "=" + id + (logged.equals(id) ? "" : ", logged as " + logged));
	}

	/** Lets the application go on that waits for the test. */
	void release() {
		this.released = true;
	}

	boolean isReleased() {
		return this.released;
	}

	public List<String> seen() {
		return this.seen;
	}

	/** Notes what a thread still holds where nothing of a request may be. */
	public void checkThread(String when) {
		if (Context.current() != Context.root()) {
			this.leaks.add(when + " on " + Thread.currentThread().getName() + ": " + Context.current());
		}
		if (MDC.get("trace_id") != null || MDC.get("traceId") != null) {
			this.leaks.add(when + " on " + Thread.currentThread().getName() + ": " + MDC.getCopyOfContextMap());
		}
	}

	List<String> leaks() {
		return this.leaks;
	}

	void reset() {
		this.spans.reset();
		this.seen.clear();
		this.leaks.clear();
		this.released = false;
	}

}
