// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.interop;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A trace with one of everything that a span can have, sent by an application with the
 * starter. Its times, to the nanosecond, and texts are the same in each run.
 */
final class EverySpan {

	static final String DESCRIPTION = "out of stock";

	private static final long START = TimeUnit.SECONDS.toNanos(Instant.parse("2026-01-02T03:04:05Z").getEpochSecond())
			+ 123_456_789;

	private static final SpanContext LINKED = SpanContext.createFromRemoteParent("0af7651916cd43dd8448eb211c80319c",
			"b7ad6b7169203331", TraceFlags.getSampled(), TraceState.getDefault());

	private EverySpan() {
	}

	/**
	 * Sends the trace, and everything has been sent when this returns.
	 * @param batcher the batcher
	 * @param endpoint its endpoint
	 * @return the spans as the SDK has them
	 */
	static List<SpanView> send(String batcher, String endpoint) {
		InMemorySpanExporter sent = InMemorySpanExporter.create();
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.initializers((application) -> application.getBeanFactory()
				.registerSingleton("sent", SimpleSpanProcessor.create(sent)))
			.run("--telemetry.name=every-span", "--telemetry.batcher=" + batcher, "--telemetry.endpoint=" + endpoint,
					"--telemetry.resource.deployment.environment.name=interop")) {
			make(context.getBean(io.opentelemetry.api.OpenTelemetry.class)
				.getTracerProvider()
				.tracerBuilder("interop")
				.setInstrumentationVersion("1.2.3")
				.build());
			return sent.getFinishedSpanItems().stream().map(SpanView::of).toList();
		}
	}

	private static void make(Tracer tracer) {
		Span server = start(tracer.spanBuilder("GET /orders/{id}").setSpanKind(SpanKind.SERVER),
				Context.root().with(Span.wrap(caller())), 0);
		Span internal = start(tracer.spanBuilder("check out ✓"), Context.root().with(server), 1)
			.setAttribute("text", "plain")
			.setAttribute("unicode", "größe 数 🙂")
			.setAttribute("empty", "")
			.setAttribute("boolean", true)
			.setAttribute("long", Long.MAX_VALUE)
			.setAttribute("double", 0.25)
			.setAttribute(AttributeKey.stringArrayKey("texts"), List.of("a", "b"))
			.setAttribute(AttributeKey.longArrayKey("longs"), List.of(1L, 2L))
			.addEvent("cache miss", Attributes.of(AttributeKey.longKey("size"), 3L), START + 1_500,
					TimeUnit.NANOSECONDS)
			.addLink(LINKED, Attributes.of(AttributeKey.stringKey("why"), "batch"));
		Context below = Context.root().with(internal);
		Span client = start(tracer.spanBuilder("GET").setSpanKind(SpanKind.CLIENT), below, 2);
		client.setStatus(StatusCode.ERROR, DESCRIPTION);
		client.addEvent("exception",
				Attributes.of(AttributeKey.stringKey("exception.type"), IllegalStateException.class.getName(),
						AttributeKey.stringKey("exception.message"), "none left",
						AttributeKey.stringKey("exception.stacktrace"), "first line\n\tsecond line"),
				START + 2_500, TimeUnit.NANOSECONDS);
		Span producer = start(tracer.spanBuilder("publish orders").setSpanKind(SpanKind.PRODUCER), below, 3);
		Span consumer = start(
				tracer.spanBuilder("process orders").setSpanKind(SpanKind.CONSUMER).addLink(producer.getSpanContext()),
				Context.root().with(producer), 4);
		consumer.setStatus(StatusCode.OK);
		for (Span span : List.of(consumer, producer, client, internal, server)) {
			span.end(START + 9_999_999, TimeUnit.NANOSECONDS);
		}
	}

	private static SpanContext caller() {
		return SpanContext.createFromRemoteParent(IdGenerator.random().generateTraceId(), "00f067aa0ba902b7",
				TraceFlags.getSampled(), TraceState.builder().put("vendor", "value").build());
	}

	private static Span start(SpanBuilder builder, Context parent, int micros) {
		return builder.setParent(parent)
			.setStartTimestamp(START + TimeUnit.MICROSECONDS.toNanos(micros), TimeUnit.NANOSECONDS)
			.startSpan();
	}

	@EnableAutoConfiguration
	static class Application {

	}

}
