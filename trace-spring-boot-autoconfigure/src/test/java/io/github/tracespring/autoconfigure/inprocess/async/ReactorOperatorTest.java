// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.async;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.MDC;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

import io.github.tracespring.autoconfigure.core.propagation.ReactiveContext;
import io.github.tracespring.autoconfigure.testing.TestApplication;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The context is current in what each operator calls, on whatever thread, and on no
 * thread afterwards.
 */
class ReactorOperatorTest {

	private static final Duration TICK = Duration.ofMillis(2);

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final String NOTHING = "0000000000000000/null/null";

	/** A thread that knows nothing of Reactor, like that of a driver. */
	private static final ExecutorService ELSEWHERE = Executors.newSingleThreadExecutor((task) -> {
		Thread thread = new Thread(task, "elsewhere");
		thread.setDaemon(true);
		return thread;
	});

	/** The threads of Reactor's schedulers, reached without the schedulers. */
	private static final Set<ExecutorService> pools = ConcurrentHashMap.newKeySet();

	private static final Map<String, Function<Runnable, Mono<?>>> operators = new TreeMap<>();

	/**
	 * What goes on on a thread that is not Reactor's, or sets threads anew for each
	 * attempt, needs a Reactor context: subscribing with a span current is not enough.
	 */
	private static final Map<String, Function<Runnable, Mono<?>>> sources = new TreeMap<>();

	static {
		operators.put("publishOn", (see) -> Mono.just(1).publishOn(Schedulers.parallel()).doOnNext((it) -> see.run()));
		operators.put("subscribeOn", (see) -> Mono.fromRunnable(see).subscribeOn(Schedulers.boundedElastic()));
		operators.put("fromCallable", (see) -> Mono.fromCallable(() -> {
			see.run();
			return 1;
		}).subscribeOn(Schedulers.boundedElastic()));
		operators.put("delay", (see) -> Mono.delay(TICK).doOnNext((it) -> see.run()));
		operators.put("delayElements",
				(see) -> Flux.range(1, 3).delayElements(TICK).doOnNext((it) -> see.run()).then());
		operators.put("interval", (see) -> Flux.interval(TICK).take(3).doOnNext((it) -> see.run()).then());
		operators.put("flatMap",
				(see) -> Flux.range(1, 3).flatMap((it) -> Mono.delay(TICK).doOnNext((tick) -> see.run())).then());
		operators.put("concatMap",
				(see) -> Flux.range(1, 3).concatMap((it) -> Mono.delay(TICK).doOnNext((tick) -> see.run())).then());
		operators.put("zip",
				(see) -> Mono.zip(Mono.delay(TICK), Mono.just(2).publishOn(Schedulers.boundedElastic())).map((pair) -> {
					see.run();
					return pair;
				}));
		operators.put("merge",
				(see) -> Flux.merge(Mono.delay(TICK), Mono.just(2L).publishOn(Schedulers.parallel()))
					.doOnNext((it) -> see.run())
					.then());
		operators.put("parallel",
				(see) -> Flux.range(1, 4)
					.parallel(2)
					.runOn(Schedulers.parallel())
					.doOnNext((it) -> see.run())
					.sequential()
					.then());
		operators.put("timeout", (see) -> Mono.never().timeout(TICK, Mono.fromRunnable(see)));
		operators.put("onErrorResume",
				(see) -> Mono.delay(TICK)
					.then(Mono.error(new IllegalStateException()))
					.onErrorResume((error) -> Mono.fromRunnable(see)));
		operators.put("doFinally", (see) -> Mono.delay(TICK).doFinally((signal) -> see.run()));
		// Reactor starts the clock before it stores the value, and a tick may pass in
		// between
		operators.put("bufferTimeout",
				(see) -> Flux.concat(Mono.just(1), Mono.never())
					.bufferTimeout(2, TICK.multipliedBy(100))
					.doOnNext((it) -> see.run())
					.next());
		sources.put("retryWhen", (see) -> {
			AtomicBoolean failed = new AtomicBoolean();
			return Mono.fromRunnable(() -> {
				if (failed.compareAndSet(false, true)) {
					throw new IllegalStateException();
				}
				see.run();
			}).retryWhen(Retry.fixedDelay(1, TICK));
		});
		operators.put("block", (see) -> Mono.fromRunnable(() -> {
			Mono.delay(TICK).doOnNext((it) -> see.run()).block();
			see.run();
		}).subscribeOn(Schedulers.boundedElastic()));
		sources.put("fromFuture",
				(see) -> Mono.fromFuture(() -> CompletableFuture.supplyAsync(() -> later(1), ELSEWHERE))
					.doOnNext((it) -> see.run()));
		sources.put("create", (see) -> Mono.create((sink) -> ELSEWHERE.execute(() -> sink.success(later(1))))
			.doOnNext((it) -> see.run()));
		sources.put("sinkOne", (see) -> Mono.defer(() -> {
			Sinks.One<Integer> sink = Sinks.one();
			ELSEWHERE.execute(() -> sink.tryEmitValue(later(1)));
			return sink.asMono();
		}).doOnNext((it) -> see.run()));
		sources.put("sinkMany", (see) -> Flux.defer(() -> {
			Sinks.Many<Integer> sink = Sinks.many().unicast().onBackpressureBuffer();
			ELSEWHERE.execute(() -> sink.tryEmitNext(later(1)));
			return sink.asFlux();
		}).doOnNext((it) -> see.run()).next());
		sources.put("publisher", (see) -> Flux.defer(() -> {
			SubmissionPublisher<Integer> publisher = new SubmissionPublisher<>(ELSEWHERE, Flow.defaultBufferSize());
			ELSEWHERE.execute(() -> {
				while (!publisher.hasSubscribers()) {
					Thread.onSpinWait();
				}
				publisher.submit(later(1));
			});
			return JdkFlowAdapter.flowPublisherToFlux(publisher);
		}).doOnNext((it) -> see.run()).next());
	}

	private static ConfigurableApplicationContext application;

	private final Queue<String> seen = new ConcurrentLinkedQueue<>();

	private Span span;

	/** So late that the subscriber is gone by then. */
	private static <T> T later(T value) {
		return Mono.just(value).delayElement(TICK).block();
	}

	static Set<String> operators() {
		return operators.keySet();
	}

	static Set<String> operatorsAndSources() {
		Set<String> names = new java.util.TreeSet<>(operators.keySet());
		names.addAll(sources.keySet());
		return names;
	}

	@BeforeAll
	static void start() {
		Schedulers.addExecutorServiceDecorator("test", (scheduler, pool) -> {
			pools.add(pool);
			return pool;
		});
		Schedulers.shutdownNow();
		application = new TestApplication().with(Main.class).run();
	}

	@AfterAll
	static void stop() {
		application.close();
		Schedulers.removeExecutorServiceDecorator("test");
		Schedulers.shutdownNow();
		pools.clear();
	}

	@BeforeEach
	void startSpan() {
		this.span = application.getBean(Tracer.class).spanBuilder("work").startSpan();
	}

	@AfterEach
	void nothingIsLeftOnThreads() throws Exception {
		assertThat(here()).isEqualTo(NOTHING);
		assertThat(ELSEWHERE.submit(ReactorOperatorTest::here).get()).isEqualTo(NOTHING);
		assertThat(pools).isNotEmpty();
		for (ExecutorService pool : pools) {
			if (!pool.isShutdown()) {
				assertThat(pool.submit(ReactorOperatorTest::here).get()).isEqualTo(NOTHING);
			}
		}
	}

	private static String here() {
		return Span.current().getSpanContext().getSpanId() + "/" + MDC.get("span_id") + "/" + MDC.get("traceId");
	}

	private static String inside(Span span) {
		String id = span.getSpanContext().getSpanId();
		return id + "/" + id + "/" + span.getSpanContext().getTraceId();
	}

	private void see() {
		this.seen.add(here());
	}

	private Mono<?> chain(String name) {
		return (operators.containsKey(name) ? operators : sources).get(name).apply(this::see);
	}

	private void assertSeenInsideOnly() {
		Awaitility.await().until(() -> !this.seen.isEmpty());
		assertThat(Set.copyOf(this.seen)).containsExactly(inside(this.span));
	}

	@ParameterizedTest
	@MethodSource("operatorsAndSources")
	void contextOfThreadThatBlocksReaches(String operator) {
		try (Scope ignored = this.span.makeCurrent()) {
			chain(operator).block(PATIENCE);
			assertThat(here()).isEqualTo(inside(this.span));
		}
		assertSeenInsideOnly();
	}

	@ParameterizedTest
	@MethodSource("operatorsAndSources")
	void contextOfChainReaches(String operator) {
		Sinks.Empty<Object> done = Sinks.empty();
		chain(operator).contextWrite((reactor) -> reactor.put(ReactiveContext.KEY, Context.root().with(this.span)))
			.doFinally((signal) -> done.tryEmitEmpty())
			.subscribe();
		assertThat(here()).isEqualTo(NOTHING);
		done.asMono().block(PATIENCE);
		assertSeenInsideOnly();
	}

	@ParameterizedTest
	@MethodSource("operators")
	void contextOfThreadThatSubscribesReaches(String operator) {
		Sinks.Empty<Object> done = Sinks.empty();
		try (Scope ignored = this.span.makeCurrent()) {
			chain(operator).doFinally((signal) -> done.tryEmitEmpty()).subscribe();
		}
		done.asMono().block(PATIENCE);
		assertSeenInsideOnly();
	}

	@ParameterizedTest
	@MethodSource("operatorsAndSources")
	void contextThatIsCapturedReaches(String operator) {
		Sinks.Empty<Object> done = Sinks.empty();
		try (Scope ignored = this.span.makeCurrent()) {
			chain(operator).contextCapture().doFinally((signal) -> done.tryEmitEmpty()).subscribe();
		}
		done.asMono().block(PATIENCE);
		assertSeenInsideOnly();
	}

	@Test
	void spanOfInnerChainEndsWithIt() {
		Span inner = application.getBean(Tracer.class).spanBuilder("inner").startSpan();
		try (Scope ignored = this.span.makeCurrent()) {
			Mono.delay(TICK)
				.doOnNext((it) -> see())
				.flatMap((it) -> Mono.delay(TICK)
					.doOnNext((tick) -> see())
					.contextWrite((reactor) -> reactor.put(ReactiveContext.KEY, Context.root().with(inner))))
				.doOnNext((it) -> see())
				.block();
		}
		assertThat(this.seen).containsExactly(inside(this.span), inside(inner), inside(this.span));
	}

	@Test
	void chainsOnTheSameThreadsAreKeptApart() {
		List<Boolean> right = Flux.range(0, 200).flatMap((it) -> {
			Span own = application.getBean(Tracer.class).spanBuilder("own").startSpan();
			return Mono.delay(TICK)
				.publishOn(Schedulers.parallel())
				.map((tick) -> here().equals(inside(own)))
				.contextWrite((reactor) -> reactor.put(ReactiveContext.KEY, Context.root().with(own)));
		}).collectList().block();
		assertThat(right).hasSize(200).containsOnly(true);
	}

	@Test
	void baggageGoesAlong() {
		Baggage baggage = Baggage.builder().put("greeting", "hello").build();
		try (Scope ignored = Context.root().with(baggage).makeCurrent()) {
			assertThat(Mono.delay(TICK).map((it) -> Baggage.current().getEntryValue("greeting")).block())
				.isEqualTo("hello");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(ReactorTracingAutoConfiguration.class)
	static class Main {

	}

}
