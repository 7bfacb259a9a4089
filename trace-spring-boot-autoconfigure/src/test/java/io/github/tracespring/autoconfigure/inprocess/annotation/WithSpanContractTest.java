// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.annotation;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.MDC;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import io.github.tracespring.autoconfigure.inprocess.async.ReactorTracingAutoConfiguration;
import io.github.tracespring.autoconfigure.testing.TestApplication;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Each annotated method has one span, below the caller's, which is current while the
 * method works and nowhere afterwards; however the bean is proxied.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class WithSpanContractTest {

	private static final Duration TICK = Duration.ofMillis(2);

	private ConfigurableApplicationContext context;

	private Work work;

	private List<String> seen;

	private Span parent;

	private Scope scope;

	/** How the bean comes to be proxied. */
	abstract ConfigurableApplicationContext run(TestApplication application);

	final Work work() {
		return this.work;
	}

	@BeforeAll
	void start() {
		this.context = run(new TestApplication().with(Main.class));
		this.work = this.context.getBean(Work.class);
		this.seen = this.context.getBean(Main.class).work.seen();
	}

	@AfterAll
	void stop() {
		this.context.close();
	}

	@BeforeEach
	void makeParentCurrent() {
		this.seen.clear();
		spans().reset();
		this.parent = this.context.getBean(Tracer.class).spanBuilder("parent").startSpan();
		this.scope = this.parent.makeCurrent();
	}

	@AfterEach
	void nothingIsLeft() throws Exception {
		assertThat(here()).isEqualTo(inside(this.parent.getSpanContext().getSpanId()));
		this.scope.close();
		assertThat(Context.current()).isSameAs(Context.root());
		assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
		String left = Mono.fromCallable(WithSpanContractTest::here)
			.subscribeOn(Schedulers.parallel())
			.toFuture()
			.get(5, TimeUnit.SECONDS);
		assertThat(left).isEqualTo(inside("0000000000000000").replaceAll("/.*", "/null"));
	}

	@Test
	void valueIsReturned() {
		assertThat(this.work.value("x")).isEqualTo("x");
		assertSuccess(span("TracedWork.value"), 1);
	}

	@Test
	void nothingIsReturned() {
		this.work.nothing();
		assertSuccess(span("TracedWork.nothing"), 1);
	}

	@Test
	void checkedExceptionIsRecordedAndPassedOn() {
		assertThatThrownBy(this.work::checked).isExactlyInstanceOf(IOException.class).hasMessage("no disk");
		assertFailure(span("TracedWork.checked"), IOException.class);
	}

	@Test
	void spanEndsWithTheFuture() {
		CompletableFuture<String> future = new CompletableFuture<>();
		assertThat(this.work.future(future)).isSameAs(future);
		assertThat(here()).isEqualTo(inside(this.parent.getSpanContext().getSpanId()));
		assertThat(spans().getFinishedSpanItems()).isEmpty();
		future.complete("x");
		assertSuccess(span("TracedWork.future"), 1);
	}

	@Test
	void spanOfCompletedFutureEndsAtOnce() {
		assertThat(this.work.future(CompletableFuture.completedFuture("x"))).isCompletedWithValue("x");
		assertSuccess(span("TracedWork.future"), 1);
	}

	@Test
	void failureOfFutureIsRecorded() {
		CompletableFuture<String> future = new CompletableFuture<>();
		CompletableFuture<String> result = this.work.future(future);
		future.completeExceptionally(new CompletionException(new IOException("no disk")));
		assertThat(result).isCompletedExceptionally();
		assertFailure(span("TracedWork.future"), IOException.class);
	}

	@Test
	void cancelledFutureIsNoError() {
		CompletableFuture<String> future = new CompletableFuture<>();
		this.work.future(future).cancel(true);
		assertThat(future).isCancelled();
		assertCancelled(span("TracedWork.future"));
	}

	@Test
	void exceptionInsteadOfFutureIsRecorded() {
		assertThatThrownBy(this.work::failsBeforeThereIsAFuture).isExactlyInstanceOf(IllegalStateException.class);
		assertFailure(span("TracedWork.failsBeforeThereIsAFuture"), IllegalStateException.class);
	}

	@Test
	void eachSubscriptionToMonoHasASpan() {
		Mono<String> mono = this.work.mono(Mono.delay(TICK).map((tick) -> "x"));
		assertThat(spans().getFinishedSpanItems()).isEmpty();
		assertThat(mono.block()).isEqualTo("x");
		assertSuccess(span("TracedWork.mono"), 2);
		this.seen.clear();
		spans().reset();
		assertThat(mono.block()).isEqualTo("x");
		assertSuccess(span("TracedWork.mono"), 2);
	}

	@Test
	void emptyMonoHasASpan() {
		assertThat(this.work.mono(Mono.empty()).block()).isNull();
		assertSuccess(span("TracedWork.mono"), 1);
	}

	@Test
	void failureOfMonoIsRecorded() {
		Mono<String> mono = this.work.mono(Mono.delay(TICK).flatMap((tick) -> Mono.error(new IOException("no disk"))));
		assertThatThrownBy(mono::block).hasCauseExactlyInstanceOf(IOException.class);
		assertFailure(span("TracedWork.mono"), IOException.class);
	}

	@Test
	void cancelledMonoIsNoError() {
		this.work.mono(Mono.never()).subscribe().dispose();
		assertCancelled(span("TracedWork.mono"));
	}

	@Test
	void exceptionInsteadOfMonoIsRecorded() {
		assertThatThrownBy(this.work::failsBeforeThereIsAMono).isExactlyInstanceOf(IllegalStateException.class);
		assertFailure(span("TracedWork.failsBeforeThereIsAMono"), IllegalStateException.class);
	}

	@Test
	void spanEndsWithTheFlux() {
		Flux<String> flux = this.work.flux(Flux.interval(TICK).take(3).map(String::valueOf));
		assertThat(flux.collectList().block()).containsExactly("0", "1", "2");
		assertSuccess(span("TracedWork.flux"), 4);
	}

	@Test
	void failureOfFluxIsRecorded() {
		Flux<String> flux = this.work.flux(Flux.just("x").concatWith(Mono.error(new IOException("no disk"))));
		assertThatThrownBy(flux::blockLast).hasCauseExactlyInstanceOf(IOException.class);
		assertFailure(span("TracedWork.flux"), IOException.class);
	}

	@Test
	void cancelledFluxIsNoError() {
		assertThat(this.work.flux(Flux.interval(TICK).map(String::valueOf)).blockFirst()).isEqualTo("0");
		assertCancelled(span("TracedWork.flux"));
	}

	@Test
	void spanEndsWithThePublisher() {
		assertThat(Flux.from(this.work.publisher(Mono.just("x"))).blockLast()).isEqualTo("x");
		assertSuccess(span("TracedWork.publisher"), 2);
	}

	@Test
	void chainIsTheParentWhereverItIsSubscribedTo() {
		Mono<String> mono = this.work.mono(Mono.just("x"));
		assertThat(Mono.delay(TICK).then(mono).block()).isEqualTo("x");
		assertSuccess(span("TracedWork.mono"), 2);
	}

	@Test
	void annotationOfInterfaceCounts() {
		assertThat(this.work.declaredHere()).isEqualTo("declared");
		assertSuccess(span("TracedWork.declaredHere"), 1);
	}

	@Test
	void methodWithoutAnnotationHasNoSpan() {
		assertThat(this.work.plain()).isEqualTo("plain");
		assertThat(spans().getFinishedSpanItems()).isEmpty();
		assertThat(this.seen).containsExactly(inside(this.parent.getSpanContext().getSpanId()));
	}

	private InMemorySpanExporter spans() {
		return this.context.getBean(InMemorySpanExporter.class);
	}

	/** The one span that there is, once it ended. */
	final SpanData span(String name) {
		List<SpanData> spans = Awaitility.await()
			.until(() -> spans().getFinishedSpanItems(), (finished) -> !finished.isEmpty());
		assertThat(spans).singleElement().satisfies((span) -> {
			assertThat(span.getName()).isEqualTo(name);
			assertThat(span.getAttributes().get(AttributeKey.stringKey("code.function.name")))
				.isEqualTo(TracedWork.class.getPackageName() + "." + name);
			assertThat(span.getParentSpanId()).isEqualTo(this.parent.getSpanContext().getSpanId());
			assertThat(span.getTraceId()).isEqualTo(this.parent.getSpanContext().getTraceId());
			assertThat(Set.copyOf(this.seen)).isSubsetOf(inside(span.getSpanId()));
		});
		return spans.get(0);
	}

	private void assertSuccess(SpanData span, int seen) {
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		assertThat(span.getEvents()).isEmpty();
		assertThat(span.getAttributes().size()).isEqualTo(1);
		assertThat(this.seen).hasSize(seen);
	}

	private static void assertFailure(SpanData span, Class<? extends Exception> type) {
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(span.getAttributes().get(AttributeKey.stringKey("error.type"))).isEqualTo(type.getName());
		assertThat(span.getEvents()).singleElement()
			.satisfies((event) -> assertThat(event.getName()).isEqualTo("exception"));
	}

	private static void assertCancelled(SpanData span) {
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		assertThat(span.getEvents()).isEmpty();
		assertThat(span.getAttributes().get(AttributeKey.booleanKey("cancelled"))).isTrue();
	}

	private static String here() {
		return Span.current().getSpanContext().getSpanId() + "/" + MDC.get("span_id");
	}

	private static String inside(String spanId) {
		return spanId + "/" + spanId;
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ AnnotationTracingAutoConfiguration.class, ReactorTracingAutoConfiguration.class })
	@Import(InMemory.class)
	static class Main {

		private final TracedWork work = new TracedWork();

		@Bean
		TracedWork tracedWork() {
			return this.work;
		}

	}

}
