// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.opentracing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.BaggageEntryMetadata;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentracing.References;
import io.opentracing.Scope;
import io.opentracing.Span;
import io.opentracing.SpanContext;
import io.opentracing.Tracer;
import io.opentracing.log.Fields;
import io.opentracing.propagation.Format;
import io.opentracing.propagation.TextMap;
import io.opentracing.propagation.TextMapAdapter;
import io.opentracing.tag.Tags;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.MDC;

import io.github.tracespring.autoconfigure.core.sampling.Suppression;
import io.github.tracespring.autoconfigure.testing.TestApplication;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

class OpenTracingTracerTest {

	private static final AttributeKey<String> REF_TYPE = AttributeKey.stringKey("opentracing.ref_type");

	private final ConfigurableApplicationContext context = new TestApplication()
		.with(OpenTracingAutoConfiguration.class)
		.with(Recorder.class)
		.run();

	private final Recorder recorder = this.context.getBean(Recorder.class);

	private final Tracer tracer = this.context.getBean(Tracer.class);

	private final Span say = this.tracer.buildSpan("say-hello").start();

	@BeforeEach
	void threadIsClean() {
		nothingIsLeft();
	}

	@AfterEach
	void nothingIsLeft() {
		assertThat(Context.current()).isSameAs(Context.root());
		assertThat(MDC.get("trace_id")).isNull();
		assertThat(this.tracer.activeSpan()).isNull();
	}

	@AfterEach
	void close() {
		this.context.close();
	}

	private SpanData span(String name) {
		return this.recorder.spans.getFinishedSpanItems()
			.stream()
			.filter((span) -> span.getName().equals(name))
			.findFirst()
			.orElseThrow();
	}

	private SpanData finished(Span span, String name) {
		span.finish();
		return span(name);
	}

	@Test
	void activeSpanIsTheParent() {
		try (Scope scope = this.tracer.scopeManager().activate(this.say)) {
			this.tracer.buildSpan("child").start().finish();
		}
		SpanData child = span("child");
		assertThat(child.getTraceId()).isEqualTo(this.say.context().toTraceId());
		assertThat(child.getParentSpanId()).isEqualTo(this.say.context().toSpanId());
		assertThat(child.getLinks()).isEmpty();
	}

	@Test
	void activeSpanIsCurrentForOpenTelemetry() {
		io.opentelemetry.api.trace.Tracer other = this.context.getBean(io.opentelemetry.api.trace.Tracer.class);
		try (Scope scope = this.tracer.activateSpan(this.say)) {
			assertThat(this.tracer.activeSpan()).isSameAs(this.say);
			assertThat(MDC.get("span_id")).isEqualTo(this.say.context().toSpanId());
			other.spanBuilder("child").startSpan().end();
		}
		assertThat(span("child").getParentSpanId()).isEqualTo(this.say.context().toSpanId());
	}

	@Test
	void spanOfOpenTelemetryIsActive() {
		io.opentelemetry.api.trace.Tracer other = this.context.getBean(io.opentelemetry.api.trace.Tracer.class);
		io.opentelemetry.api.trace.Span current = other.spanBuilder("current").startSpan();
		try (io.opentelemetry.context.Scope scope = current.makeCurrent()) {
			assertThat(this.tracer.activeSpan().context().toSpanId()).isEqualTo(current.getSpanContext().getSpanId());
			this.tracer.activeSpan().setTag("hello-to", "Bryan").log("said");
			this.tracer.buildSpan("child").start().finish();
		}
		current.end();
		assertThat(span("current").getAttributes().get(AttributeKey.stringKey("hello-to"))).isEqualTo("Bryan");
		assertThat(span("current").getEvents()).hasSize(1);
		assertThat(span("child").getParentSpanId()).isEqualTo(current.getSpanContext().getSpanId());
	}

	@Test
	void noSpanActiveMeansNone() {
		try (Scope scope = this.tracer.activateSpan(this.say); Scope none = this.tracer.activateSpan(null)) {
			assertThat(this.tracer.activeSpan()).isNull();
		}
	}

	@Test
	void ignoringTheActiveSpanStartsTrace() {
		try (Scope scope = this.tracer.activateSpan(this.say)) {
			this.tracer.buildSpan("root").ignoreActiveSpan().start().finish();
		}
		assertThat(span("root").getTraceId()).isNotEqualTo(this.say.context().toTraceId());
		assertThat(span("root").getParentSpanContext().isValid()).isFalse();
	}

	@Test
	void childOfIsTheParentEvenInsideAnotherSpan() {
		Span other = this.tracer.buildSpan("other").start();
		try (Scope scope = this.tracer.activateSpan(other)) {
			this.tracer.buildSpan("child").asChildOf(this.say).start().finish();
		}
		SpanData child = span("child");
		assertThat(child.getTraceId()).isEqualTo(this.say.context().toTraceId());
		assertThat(child.getParentSpanId()).isEqualTo(this.say.context().toSpanId());
		assertThat(child.getLinks()).extracting((link) -> link.getAttributes().get(REF_TYPE))
			.containsExactly("child_of");
	}

	@Test
	void followsFromIsLinkAndStaysInTheTrace() {
		SpanData follower = finished(
				this.tracer.buildSpan("follower").addReference(References.FOLLOWS_FROM, this.say.context()).start(),
				"follower");
		assertThat(follower.getLinks()).singleElement().satisfies((link) -> {
			assertThat(link.getSpanContext().getSpanId()).isEqualTo(this.say.context().toSpanId());
			assertThat(link.getAttributes()).isEqualTo(Attributes.of(REF_TYPE, "follows_from"));
		});
		assertThat(follower.getTraceId()).isEqualTo(this.say.context().toTraceId());
	}

	@Test
	void followsFromIsNoParentBesideOne() {
		Span parent = this.tracer.buildSpan("parent").start();
		SpanData child = finished(this.tracer.buildSpan("child")
			.addReference(References.FOLLOWS_FROM, this.say.context())
			.addReference(References.CHILD_OF, parent.context())
			.start(), "child");
		assertThat(child.getParentSpanId()).isEqualTo(parent.context().toSpanId());
		assertThat(child.getLinks())
			.extracting((LinkData link) -> link.getAttributes().get(REF_TYPE),
					(link) -> link.getSpanContext().getSpanId())
			.containsExactly(org.assertj.core.groups.Tuple.tuple("follows_from", this.say.context().toSpanId()),
					org.assertj.core.groups.Tuple.tuple("child_of", parent.context().toSpanId()));
	}

	@Test
	void tagsAreAttributesOfTheirType() {
		this.say.setTag("hello-to", "Bryan").setTag("loud", true).setTag("times", 3).setTag("volume", 0.5);
		Tags.HTTP_STATUS.set(this.say, 200);
		Tags.HTTP_URL.set(this.say, "http://localhost/format");
		assertThat(finished(this.say, "say-hello").getAttributes().asMap()).containsOnly(
				entry(AttributeKey.stringKey("hello-to"), "Bryan"), entry(AttributeKey.booleanKey("loud"), true),
				entry(AttributeKey.longKey("times"), 3L), entry(AttributeKey.doubleKey("volume"), 0.5),
				entry(AttributeKey.longKey("http.status_code"), 200L),
				entry(AttributeKey.stringKey("http.url"), "http://localhost/format"));
	}

	@Test
	void tagsOfTheBuilderAreAttributesOfTheirType() {
		Span span = this.tracer.buildSpan("built")
			.withTag("hello-to", "Bryan")
			.withTag("loud", true)
			.withTag("times", 3)
			.withTag("volume", 0.5f)
			.withTag(Tags.HTTP_STATUS, 404)
			.withTag(Tags.COMPONENT, null)
			.start();
		assertThat(finished(span, "built").getAttributes().asMap()).containsOnly(
				entry(AttributeKey.stringKey("hello-to"), "Bryan"), entry(AttributeKey.booleanKey("loud"), true),
				entry(AttributeKey.longKey("times"), 3L), entry(AttributeKey.doubleKey("volume"), 0.5),
				entry(AttributeKey.longKey("http.status_code"), 404L));
	}

	@Test
	void errorTagIsTheStatus() {
		Tags.ERROR.set(this.say, true);
		assertThat(finished(this.say, "say-hello").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		Span built = this.tracer.buildSpan("built").withTag(Tags.ERROR, true).start();
		assertThat(finished(built, "built").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
	}

	@ParameterizedTest
	@CsvSource({ "client,CLIENT", "server,SERVER", "producer,PRODUCER", "consumer,CONSUMER", "other,INTERNAL" })
	void kindTagOfTheBuilderIsTheKind(String tag, SpanKind kind) {
		Span span = this.tracer.buildSpan("built").withTag(Tags.SPAN_KIND, tag).start();
		assertThat(finished(span, "built").getKind()).isEqualTo(kind);
		assertThat(span("built").getAttributes().get(AttributeKey.stringKey("span.kind")))
			.isEqualTo((kind != SpanKind.INTERNAL) ? null : tag);
	}

	@Test
	void logsAreEventsWithTheirFields() {
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put(Fields.EVENT, "string-format");
		fields.put("value", "Hello, Bryan!");
		fields.put("length", 13);
		this.say.log(fields).log("println").log(1_600_000_000_000_000L, Map.of("value", "early"));
		List<EventData> events = finished(this.say, "say-hello").getEvents();
		assertThat(events).extracting(EventData::getName).containsExactly("string-format", "println", "log");
		assertThat(events.get(0).getAttributes()).isEqualTo(Attributes.builder()
			.put("event", "string-format")
			.put("value", "Hello, Bryan!")
			.put("length", 13L)
			.build());
		assertThat(events.get(2).getEpochNanos()).isEqualTo(1_600_000_000_000_000_000L);
	}

	@Test
	void errorObjectIsAnException() {
		this.say.log(Map.of(Fields.EVENT, "error", Fields.ERROR_OBJECT, new IllegalStateException("boom")));
		assertThat(finished(this.say, "say-hello").getEvents()).singleElement().satisfies((event) -> {
			assertThat(event.getName()).isEqualTo("exception");
			assertThat(event.getAttributes().get(AttributeKey.stringKey("exception.type")))
				.isEqualTo(IllegalStateException.class.getName());
			assertThat(event.getAttributes().get(AttributeKey.stringKey("exception.message"))).isEqualTo("boom");
		});
	}

	@Test
	void contextTravelsInTheHeadersOfThisProject() {
		this.say.setBaggageItem("greeting", "Bonjour");
		for (Format<TextMap> format : List.of(Format.Builtin.HTTP_HEADERS, Format.Builtin.TEXT_MAP)) {
			Map<String, String> headers = new HashMap<>();
			this.tracer.inject(this.say.context(), format, new TextMapAdapter(headers));
			assertThat(headers).containsEntry("baggage", "greeting=Bonjour");
			assertThat(headers.get("traceparent"))
				.startsWith("00-" + this.say.context().toTraceId() + "-" + this.say.context().toSpanId());

			Map<String, String> received = new HashMap<>();
			headers.forEach((name, value) -> received.put(name.toUpperCase(java.util.Locale.ROOT), value));
			SpanContext caller = this.tracer.extract(format, new TextMapAdapter(received));
			Span format1 = this.tracer.buildSpan("format").asChildOf(caller).start();
			assertThat(format1.getBaggageItem("greeting")).isEqualTo("Bonjour");
			SpanData span = finished(format1, "format");
			assertThat(span.getParentSpanContext().isRemote()).isTrue();
			assertThat(span.getParentSpanId()).isEqualTo(this.say.context().toSpanId());
		}
		assertThat(this.tracer.extract(Format.Builtin.HTTP_HEADERS, new TextMapAdapter(new HashMap<>()))).isNull();
	}

	@Test
	void callerThatSpeaksJaegersHeadersIsUnderstood() {
		Map<String, String> received = Map.of("uber-trace-id", "abc:def:0:1", "uberctx-greeting", "Bon%20jour");
		SpanContext caller = this.tracer.extract(Format.Builtin.HTTP_HEADERS, new TextMapAdapter(received));
		Span format = this.tracer.buildSpan("format").asChildOf(caller).start();
		assertThat(format.getBaggageItem("greeting")).isEqualTo("Bon jour");
		assertThat(finished(format, "format").getTraceId()).isEqualTo("00000000000000000000000000000abc");
	}

	@Test
	void itemOfActiveSpanReachesAllThatRunsInsideIt() throws Exception {
		ExecutorService executor = Executors.newSingleThreadExecutor();
		Callable<String> greeting = () -> Baggage.current().getEntryValue("greeting");
		try (Scope scope = this.tracer.activateSpan(this.say)) {
			Callable<String> elsewhere = Context.current().wrap(greeting);
			this.say.setBaggageItem("greeting", "Bonjour");
			assertThat(greeting.call()).isEqualTo("Bonjour");
			assertThat(executor.submit(elsewhere).get()).isEqualTo("Bonjour");
			Span child = this.tracer.buildSpan("child").start();
			assertThat(child.getBaggageItem("greeting")).isEqualTo("Bonjour");
			this.tracer.activeSpan().setBaggageItem("greeting", "Salut");
			assertThat(greeting.call()).isEqualTo("Salut");
			assertThat(Baggage.current().size()).isOne();
			assertThat(Baggage.current().asMap()).containsOnlyKeys("greeting");
			assertThat(child.getBaggageItem("greeting")).isEqualTo("Bonjour");
		}
		finally {
			executor.shutdown();
		}
		assertThat(greeting.call()).isNull();
	}

	@Test
	void metadataOfBaggageSurvivesOpenTracing() {
		Baggage received = Baggage.builder().put("tenant", "blue", BaggageEntryMetadata.create("ttl=1")).build();
		try (io.opentelemetry.context.Scope caller = Context.current().with(received).makeCurrent()) {
			Span span = this.tracer.buildSpan("child").start();
			try (Scope scope = this.tracer.activateSpan(span)) {
				assertThat(span.getBaggageItem("tenant")).isEqualTo("blue");
				span.setBaggageItem("greeting", "Bonjour");
				assertThat(Baggage.current().asMap().get("tenant").getMetadata().getValue()).isEqualTo("ttl=1");
			}
		}
	}

	@Test
	void spanProcessorsSeeTheInheritedBaggage() {
		this.say.setBaggageItem("greeting", "Bonjour");
		this.tracer.buildSpan("child").asChildOf(this.say).start().finish();
		assertThat(this.recorder.greetings).last().isEqualTo("Bonjour");
		Span other = this.tracer.buildSpan("other").start();
		try (Scope scope = this.tracer.activateSpan(this.say)) {
			this.tracer.buildSpan("child").asChildOf(other).start().finish();
		}
		assertThat(this.recorder.greetings).last().isNull();
	}

	@Test
	void nothingIsRecordedWhereWorkIsNotToBeTraced() {
		try (io.opentelemetry.context.Scope ignored = Suppression.suppress(Context.current()).makeCurrent()) {
			this.tracer.buildSpan("child").start().finish();
			this.tracer.buildSpan("child").asChildOf(this.say).start().finish();
			this.tracer.buildSpan("child").asChildOf(this.tracer.activeSpan()).start().finish();
			this.tracer.buildSpan("child").ignoreActiveSpan().start().finish();
		}
		assertThat(this.recorder.spans.getFinishedSpanItems()).isEmpty();
	}

	/** What is recorded, and the greeting that each span was started with. */
	@Configuration(proxyBeanMethods = false)
	static class Recorder implements SpanProcessor {

		private final InMemorySpanExporter spans = InMemorySpanExporter.create();

		private final List<String> greetings = new ArrayList<>();

		@Bean
		SpanProcessor spanProcessor() {
			return SimpleSpanProcessor.create(this.spans);
		}

		/** Asks nobody, so that only suppression can say no. */
		@Bean
		Sampler sampler() {
			return Sampler.alwaysOn();
		}

		@Override
		public void onStart(Context parentContext, ReadWriteSpan span) {
			this.greetings.add(Baggage.fromContext(parentContext).getEntryValue("greeting"));
		}

		@Override
		public boolean isStartRequired() {
			return true;
		}

		@Override
		public void onEnd(ReadableSpan span) {
		}

		@Override
		public boolean isEndRequired() {
			return false;
		}

	}

}
