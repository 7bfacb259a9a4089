// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.http;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.trace.Tracer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * What controllers answer with, on WebFlux and, as it supports reactive types too, on
 * Spring MVC.
 */
public final class ReactiveHandlers {

	private static final Duration TICK = Duration.ofMillis(1);

	private final ServerProbe probe;

	private final Tracer tracer;

	public ReactiveHandlers(ServerProbe probe, Tracer tracer) {
		this.probe = probe;
		this.tracer = tracer;
	}

	/** Each place has a span of its own. */
	private void work(String place) {
		this.probe.see(place);
		this.tracer.spanBuilder(place).startSpan().end();
	}

	/** Goes on on other threads. */
	public Mono<String> operators() {
		return Mono.delay(TICK)
			.doOnNext((tick) -> work("delay"))
			.publishOn(Schedulers.boundedElastic())
			.doOnNext((tick) -> work("publishOn"))
			.flatMap((tick) -> Mono.fromRunnable(() -> work("subscribeOn"))
				.subscribeOn(Schedulers.boundedElastic())
				.thenReturn("operators"))
			.flatMap((value) -> Mono.fromFuture(() -> CompletableFuture.supplyAsync(() -> value,
					CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS))))
			.doOnNext((value) -> work("fromFuture"));
	}

	/** One event, and two more when the test has seen it. */
	public Flux<String> stream() {
		Flux<Long> others = Flux.interval(TICK.multipliedBy(5))
			.onBackpressureDrop()
			.skipUntil((tick) -> this.probe.isReleased())
			.take(2);
		return Flux.concat(Mono.delay(TICK), others).map((tick) -> {
			work("event");
			return "event";
		});
	}

	/** Ends when the client goes away. */
	public Flux<String> endlessStream() {
		String event = "x".repeat(8 * 1024);
		return Flux.interval(TICK)
			.onBackpressureDrop()
			.map((tick) -> event)
			.doOnCancel(() -> this.probe.see("cancelled"));
	}

}
