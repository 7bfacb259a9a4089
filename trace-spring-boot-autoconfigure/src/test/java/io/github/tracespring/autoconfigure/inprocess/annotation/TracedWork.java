// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.annotation;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.instrumentation.annotations.WithSpan;
import org.reactivestreams.Publisher;
import org.slf4j.MDC;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A bean that notes which span is current, and in the log, wherever it works.
 */
class TracedWork implements Work {

	/** A class has state that only the bean itself holds, not a proxy of it. */
	private final List<String> seen = new CopyOnWriteArrayList<>();

	@Override
	@WithSpan
	public String value(String value) {
		see();
		return value;
	}

	@Override
	@WithSpan
	public void nothing() {
		see();
	}

	@Override
	@WithSpan
	public String checked() throws IOException {
		see();
		throw new IOException("no disk");
	}

	@Override
	@WithSpan
	public <T> CompletableFuture<T> future(CompletableFuture<T> future) {
		see();
		return future;
	}

	@Override
	@WithSpan
	public CompletableFuture<String> failsBeforeThereIsAFuture() {
		see();
		throw new IllegalStateException("early");
	}

	@Override
	@WithSpan
	public Mono<String> mono(Mono<String> source) {
		return source.doOnEach((signal) -> see());
	}

	@Override
	@WithSpan
	public Flux<String> flux(Flux<String> source) {
		return source.doOnEach((signal) -> see());
	}

	@Override
	@WithSpan
	public Publisher<String> publisher(Publisher<String> source) {
		return Flux.from(source).doOnEach((signal) -> see());
	}

	@Override
	@WithSpan
	public Mono<String> failsBeforeThereIsAMono() {
		throw new IllegalStateException("early");
	}

	@Override
	public String declaredHere() {
		see();
		return "declared";
	}

	@Override
	public String plain() {
		see();
		return "plain";
	}

	private void see() {
		this.seen.add(Span.current().getSpanContext().getSpanId() + "/" + MDC.get("span_id"));
	}

	List<String> seen() {
		return this.seen;
	}

}
