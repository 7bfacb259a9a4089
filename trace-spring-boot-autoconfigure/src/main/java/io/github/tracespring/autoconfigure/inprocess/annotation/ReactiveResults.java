// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.annotation;

import java.util.function.Function;

import io.opentelemetry.context.Context;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

import io.github.tracespring.autoconfigure.core.propagation.ObservedContext;
import io.github.tracespring.autoconfigure.core.propagation.ReactiveContext;

/**
 * Gives each subscription to what a method returned a span, which is in the context of
 * the chain. Loaded only where Reactor is present.
 */
final class ReactiveResults {

	private ReactiveResults() {
	}

	/** Whether a method that is declared to return the type may return another one. */
	static boolean supports(Class<?> type) {
		return type == Mono.class || type == Flux.class || type == Publisher.class;
	}

	/**
	 * Traces a publisher.
	 * @param result what the method returned, or {@code null}
	 * @param start starts a span below the given context
	 * @return a publisher of the same kind
	 */
	static Object trace(Object result, Function<Context, MethodSpan> start) {
		Context caller = Context.current();
		if (result instanceof Mono<?> mono) {
			return Mono.deferContextual((chain) -> trace(mono, start.apply(parent(chain, caller))));
		}
		if (result instanceof Publisher<?> publisher) {
			return Flux.deferContextual((chain) -> trace(Flux.from(publisher), start.apply(parent(chain, caller))));
		}
		return result;
	}

	private static Context parent(ContextView chain, Context caller) {
		Context current = Context.current();
		return (current != Context.root()) ? current : ObservedContext.inChain(chain, caller);
	}

	private static <T> Mono<T> trace(Mono<T> mono, MethodSpan span) {
		if (span == null) {
			return mono;
		}
		return mono.doOnError(span::fail)
			.doOnSuccess((value) -> span.end())
			.doOnCancel(span::cancel)
			.contextWrite((reactor) -> reactor.put(ReactiveContext.KEY, span.context()));
	}

	private static <T> Flux<T> trace(Flux<T> flux, MethodSpan span) {
		if (span == null) {
			return flux;
		}
		return flux.doOnError(span::fail)
			.doOnComplete(span::end)
			.doOnCancel(span::cancel)
			.contextWrite((reactor) -> reactor.put(ReactiveContext.KEY, span.context()));
	}

}
