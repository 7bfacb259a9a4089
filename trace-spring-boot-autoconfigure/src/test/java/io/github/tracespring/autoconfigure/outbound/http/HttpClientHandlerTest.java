// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.http;

import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.tracespring.autoconfigure.config.TelemetryPropagationProperties;
import io.github.tracespring.autoconfigure.core.propagation.InjectHosts;
import io.github.tracespring.autoconfigure.core.sampling.SamplerTraits;
import io.github.tracespring.autoconfigure.core.span.QueryRedactor;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nothing that goes wrong in tracing reaches the caller.
 */
@ExtendWith(OutputCaptureExtension.class)
class HttpClientHandlerTest {

	private static final URI USERS = URI.create("http://localhost/users");

	private final InMemorySpanExporter exporter = InMemorySpanExporter.create();

	private final Map<String, String> headers = new HashMap<>();

	@Test
	void failingSpanProcessorIsNotNoticed() {
		HttpClientHandler handler = handler(new FailingProcessor(), W3CTraceContextPropagator.getInstance());
		SpanContext caller = SpanContext.create("11111111111111111111111111111111", "2222222222222222",
				TraceFlags.getSampled(), TraceState.getDefault());
		HttpClientSpan span = handler.start(Context.root().with(Span.wrap(caller)), "GET", USERS, null, 0);
		span.inject(this.headers, Map::put);
		span.end(200);
		assertThat(this.headers).containsEntry("traceparent",
				"00-11111111111111111111111111111111-2222222222222222-01");
	}

	@Test
	void processorThatFailsAtTheEndIsNotNoticed() {
		FailingProcessor processor = new FailingProcessor();
		processor.failsAtStart = false;
		HttpClientSpan span = handler(processor, W3CTraceContextPropagator.getInstance()).start(Context.root(), "GET",
				USERS, null, 0);
		span.end(200);
		assertThat(processor.ended).isTrue();
	}

	@Test
	void failingPropagatorStillLeavesTheSpan() {
		HttpClientHandler handler = handler(SimpleSpanProcessor.create(this.exporter), new FailingPropagator());
		HttpClientSpan span = handler.start(Context.root(), "GET", USERS, null, 0);
		span.inject(this.headers, Map::put);
		span.end(200);
		assertThat(this.exporter.getFinishedSpanItems()).hasSize(1);
	}

	@Test
	void headersThatCanNotBeWrittenStillLeaveTheSpan() {
		HttpClientHandler handler = handler(SimpleSpanProcessor.create(this.exporter),
				W3CTraceContextPropagator.getInstance());
		HttpClientSpan span = handler.start(Context.root(), "GET", USERS, null, 0);
		span.inject(Map.of(), Map::put);
		span.end(200);
		assertThat(this.exporter.getFinishedSpanItems()).hasSize(1);
	}

	@Test
	void relativeUrlIsNoProblem() {
		HttpClientHandler handler = handler(SimpleSpanProcessor.create(this.exporter),
				W3CTraceContextPropagator.getInstance());
		handler.start(Context.root(), "GET", URI.create("/users?token=secret"), null, 0).end(200);
		assertThat(this.exporter.getFinishedSpanItems()).singleElement()
			.satisfies((span) -> assertThat(span.toString()).contains("GET").doesNotContain("secret"));
	}

	@Test
	void callBeforeThereIsATracerIsMadeAndWarnedOfOnce(CapturedOutput output) {
		StaticListableBeanFactory empty = new StaticListableBeanFactory();
		HttpClientHandler handler = new HttpClientHandler(empty.getBeanProvider(Tracer.class),
				empty.getBeanProvider(ContextPropagators.class), empty.getBeanProvider(QueryRedactor.class),
				empty.getBeanProvider(SamplerTraits.class), InjectHosts.of(new TelemetryPropagationProperties()));
		Context before = Context.current();
		for (int i = 0; i < 2; i++) {
			HttpClientSpan span = handler.start(before, "GET", USERS, null, 0);
			span.inject(this.headers, Map::put);
			try (Scope scope = span.makeCurrent()) {
				assertThat(scope).isNotNull();
				assertThat(Context.current()).isSameAs(before);
			}
			span.fail(new IllegalStateException());
		}
		assertThat(this.headers).isEmpty();
		assertThat(output).containsOnlyOnce("An outgoing call is not traced");
	}

	@Test
	void failureNeverEndsTheCallersSpan() {
		SdkTracerProvider provider = SdkTracerProvider.builder()
			.addSpanProcessor(SimpleSpanProcessor.create(this.exporter))
			.build();
		Span caller = provider.get("test").spanBuilder("caller").startSpan();
		HttpClientHandler handler = handler(new FailingProcessor(), W3CTraceContextPropagator.getInstance());
		handler.start(Context.root().with(caller), "GET", USERS, null, 0).end(500);
		assertThat(this.exporter.getFinishedSpanItems()).isEmpty();
		caller.end();
		assertThat(this.exporter.getFinishedSpanItems()).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource({ "true, true, false", "true, false, false", "false, true, true", "false, false, false" })
	void callIsDescribedToTheSamplerUnlessItIsKnownToBeDropped(boolean callerIsSampled, boolean followsParent,
			boolean dropped) {
		List<Attributes> seen = new ArrayList<>();
		Sampler sampler = (Sampler) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { Sampler.class }, (proxy, method, arguments) -> {
					seen.add((Attributes) arguments[4]);
					return SamplingResult.drop();
				});
		Span caller = Span.wrap(SpanContext.create("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331",
				callerIsSampled ? TraceFlags.getSampled() : TraceFlags.getDefault(), TraceState.getDefault()));
		handler(SdkTracerProvider.builder().setSampler(sampler).build().get("test"),
				W3CTraceContextPropagator.getInstance(), new SamplerTraits(false, followsParent))
			.start(Context.root().with(caller), "GET", USERS, null, 0)
			.end(200);
		assertThat(seen).singleElement().satisfies((attributes) -> assertThat(attributes.isEmpty()).isEqualTo(dropped));
	}

	private HttpClientHandler handler(SpanProcessor processor, TextMapPropagator propagator) {
		Tracer tracer = SdkTracerProvider.builder().addSpanProcessor(processor).build().get("test");
		return handler(tracer, propagator, SamplerTraits.UNKNOWN);
	}

	private HttpClientHandler handler(Tracer tracer, TextMapPropagator propagator, SamplerTraits sampler) {
		return new HttpClientHandler(provider(Tracer.class, tracer),
				provider(ContextPropagators.class, ContextPropagators.create(propagator)),
				provider(QueryRedactor.class, new QueryRedactor(null)), provider(SamplerTraits.class, sampler),
				InjectHosts.of(new TelemetryPropagationProperties()));
	}

	private static <T> ObjectProvider<T> provider(Class<T> type, T bean) {
		return new StaticListableBeanFactory(Map.of("bean", bean)).getBeanProvider(type);
	}

	private static final class FailingProcessor implements SpanProcessor {

		private boolean failsAtStart = true;

		private boolean ended;

		@Override
		public void onStart(Context parent, ReadWriteSpan span) {
			if (this.failsAtStart) {
				throw new IllegalStateException("start");
			}
		}

		@Override
		public boolean isStartRequired() {
			return true;
		}

		@Override
		public void onEnd(ReadableSpan span) {
			this.ended = true;
			throw new IllegalStateException("end");
		}

		@Override
		public boolean isEndRequired() {
			return true;
		}

	}

	private static final class FailingPropagator implements TextMapPropagator {

		@Override
		public Collection<String> fields() {
			return List.of();
		}

		@Override
		public <C> void inject(Context context, C carrier, TextMapSetter<C> setter) {
			throw new IllegalArgumentException("illegal header");
		}

		@Override
		public <C> Context extract(Context context, C carrier, TextMapGetter<C> getter) {
			return context;
		}

	}

}
