// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.annotation;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

import io.opentelemetry.instrumentation.annotations.WithSpan;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What a bean does, in all the ways that a method can answer.
 */
interface Work {

	String value(String value);

	void nothing();

	String checked() throws IOException;

	<T> CompletableFuture<T> future(CompletableFuture<T> future);

	CompletableFuture<String> failsBeforeThereIsAFuture();

	Mono<String> mono(Mono<String> source);

	Flux<String> flux(Flux<String> source);

	Publisher<String> publisher(Publisher<String> source);

	Mono<String> failsBeforeThereIsAMono();

	@WithSpan
	String declaredHere();

	String plain();

}
