// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.jaeger;

import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.jaegertracing.thriftjava.Batch;
import io.jaegertracing.thriftjava.Log;
import io.jaegertracing.thriftjava.Process;
import io.jaegertracing.thriftjava.Span;
import io.jaegertracing.thriftjava.SpanRef;
import io.jaegertracing.thriftjava.SpanRefType;
import io.jaegertracing.thriftjava.Tag;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.testing.trace.TestSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.StatusData;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Jaeger's own classes make of our bytes, in both protocols.
 */
class SpanEncoderTests {

	private static final String TRACE = "fedcba98765432100123456789abcdef";

	private static final SpanContext CONTEXT = context("ffffffffffffff01");

	private static final SpanContext PARENT = SpanContext.createFromRemoteParent(TRACE, "8000000000000000",
			TraceFlags.getSampled(), TraceState.getDefault());

	private static final SpanContext OTHER = SpanContext.create("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331",
			TraceFlags.getSampled(), TraceState.getDefault());

	private static SpanContext context(String id) {
		return SpanContext.create(TRACE, id, TraceFlags.fromHex("03", 0), TraceState.getDefault());
	}

	private static TestSpanData.Builder span() {
		return TestSpanData.builder()
			.setSpanContext(CONTEXT)
			.setName("work")
			.setKind(SpanKind.INTERNAL)
			.setStartEpochNanos(1_700_000_000_123_456_789L)
			.setEndEpochNanos(1_700_000_000_125_456_789L)
			.setStatus(StatusData.unset())
			.setHasEnded(true);
	}

	private static TestSpanData.Builder span(Attributes attributes) {
		return span().setAttributes(attributes).setTotalAttributeCount(attributes.size());
	}

	private static Span decode(Thrift thrift, TestSpanData.Builder span) {
		return thrift.decode(thrift.encoder.span(span.build()), new Span());
	}

	/** Tags by key, of which none may be there twice. */
	private static Map<String, Object> values(List<Tag> tags) {
		return tags.stream().collect(Collectors.toMap(Tag::getKey, SpanEncoderTests::value));
	}

	private static Object value(Tag tag) {
		return switch (tag.getVType()) {
			case STRING -> tag.getVStr();
			case DOUBLE -> tag.getVDouble();
			case BOOL -> tag.isVBool();
			case LONG -> tag.getVLong();
			case BINARY -> HexFormat.of().formatHex(tag.getVBinary());
		};
	}

	@ParameterizedTest
	@EnumSource
	void idsHaveAllTheirBitsAndTimesAreWholeMicroseconds(Thrift thrift) {
		Span span = decode(thrift, span().setParentSpanContext(PARENT));
		assertThat(span.getTraceIdHigh()).isEqualTo(0xfedcba9876543210L);
		assertThat(span.getTraceIdLow()).isEqualTo(0x0123456789abcdefL);
		assertThat(span.getSpanId()).isEqualTo(0xffffffffffffff01L);
		assertThat(span.getParentSpanId()).isEqualTo(Long.MIN_VALUE);
		assertThat(span.getStartTime()).isEqualTo(1_700_000_000_123_456L);
		assertThat(span.getDuration()).isEqualTo(2000);
		assertThat(span.getOperationName()).isEqualTo("work");
	}

	@ParameterizedTest
	@EnumSource
	void flagsSaySampledAndNeverDebug(Thrift thrift) {
		assertThat(decode(thrift, span()).getFlags()).isEqualTo(1);
	}

	@ParameterizedTest
	@EnumSource
	void rootHasNoReferencesAndNoLogs(Thrift thrift) {
		Span span = decode(thrift, span());
		assertThat(span.getParentSpanId()).isZero();
		assertThat(span.isSetReferences()).isFalse();
		assertThat(span.isSetLogs()).isFalse();
		assertThat(values(span.getTags())).isEqualTo(Map.of("span.kind", "internal"));
	}

	@ParameterizedTest
	@EnumSource
	void parentIsTheFirstReferenceAndLinksFollow(Thrift thrift) {
		Attributes childOf = Attributes.of(AttributeKey.stringKey("opentracing.ref_type"), "child_of");
		Span span = decode(thrift,
				span().setParentSpanContext(PARENT)
					.setLinks(List.of(LinkData.create(OTHER), LinkData.create(OTHER, childOf)))
					.setTotalRecordedLinks(2));
		assertThat(span.getReferences()).containsExactly(
				new SpanRef(SpanRefType.CHILD_OF, 0x0123456789abcdefL, 0xfedcba9876543210L, Long.MIN_VALUE),
				new SpanRef(SpanRefType.FOLLOWS_FROM, 0x8448eb211c80319cL, 0x0af7651916cd43ddL, 0xb7ad6b7169203331L),
				new SpanRef(SpanRefType.CHILD_OF, 0x8448eb211c80319cL, 0x0af7651916cd43ddL, 0xb7ad6b7169203331L));
		assertThat(span.isSetLogs()).isFalse();
	}

	@ParameterizedTest
	@EnumSource
	void attributesOfALinkAreALogAtTheStart(Thrift thrift) {
		Attributes why = Attributes.of(AttributeKey.stringKey("why"), "batch");
		Span span = decode(thrift, span().setLinks(List.of(LinkData.create(OTHER, why))).setTotalRecordedLinks(1));
		assertThat(span.getReferences()).hasSize(1);
		assertThat(span.getLogs()).singleElement().satisfies((log) -> {
			assertThat(log.getTimestamp()).isEqualTo(span.getStartTime());
			assertThat(values(log.getFields())).isEqualTo(Map.of("event", "link", "trace_id", OTHER.getTraceId(),
					"span_id", OTHER.getSpanId(), "why", "batch"));
		});
	}

	@ParameterizedTest
	@EnumSource
	void kindIsATag(Thrift thrift) {
		for (SpanKind kind : SpanKind.values()) {
			assertThat(values(decode(thrift, span().setKind(kind)).getTags())).containsEntry("span.kind",
					kind.name().toLowerCase(java.util.Locale.ROOT));
		}
	}

	@ParameterizedTest
	@EnumSource
	void statusIsTagsThatJaegerShows(Thrift thrift) {
		Attributes misleading = Attributes.of(AttributeKey.stringKey("error"), "false");
		assertThat(values(decode(thrift,
				span(misleading).setStatus(StatusData.create(io.opentelemetry.api.trace.StatusCode.ERROR, "it broke")))
			.getTags()))
			.isEqualTo(Map.of("span.kind", "internal", "error", true, "otel.status_code", "ERROR",
					"otel.status_description", "it broke"));
		assertThat(values(decode(thrift, span().setStatus(StatusData.error())).getTags()))
			.isEqualTo(Map.of("span.kind", "internal", "error", true, "otel.status_code", "ERROR"));
		assertThat(values(decode(thrift, span().setStatus(StatusData.ok())).getTags()))
			.isEqualTo(Map.of("span.kind", "internal", "otel.status_code", "OK"));
	}

	@ParameterizedTest
	@EnumSource
	void scopeTraceStateAndWhatWasDroppedAreTags(Thrift thrift) {
		TraceState state = TraceState.builder().put("b", "2").put("a", "1").build();
		Map<String, Object> tags = values(decode(thrift, span()
			.setSpanContext(SpanContext.create(TRACE, "00f067aa0ba902b7", TraceFlags.getSampled(), state))
			.setInstrumentationScopeInfo(InstrumentationScopeInfo.builder("my.library").setVersion("1.2.3").build())
			.setTotalAttributeCount(3)
			.setTotalRecordedEvents(2)
			.setTotalRecordedLinks(1)).getTags());
		assertThat(tags).isEqualTo(Map.of("span.kind", "internal", "otel.scope.name", "my.library",
				"otel.scope.version", "1.2.3", "w3c.tracestate", "a=1,b=2", "otel.dropped_attributes_count", 3L,
				"otel.dropped_events_count", 2L, "otel.dropped_links_count", 1L));
	}

	@ParameterizedTest
	@EnumSource
	void everyTypeOfAttributeIsATagOfItsType(Thrift thrift) {
		Attributes attributes = Attributes.builder()
			.put("text", "Grüße \"\n \u4e16\u754c \ud83d\ude00")
			.put("empty", "")
			.put("true", true)
			.put("false", false)
			.put("fraction", -0.25)
			.put("infinite", Double.NEGATIVE_INFINITY)
			.put("texts", "a", "\"b\"")
			.put("numbers", 1L, -2L)
			.put("flags", true, false)
			.put("fractions", 0.5, Double.NaN)
			.put("none", new String[0])
			.put(AttributeKey.valueKey("bytes"), Value.of(new byte[] { 0, -1, 127, -128 }))
			.put(AttributeKey.valueKey("no bytes"), Value.of(new byte[0]))
			.put(AttributeKey.valueKey("map"), Value.of(Map.of("k", Value.of(1))))
			.build();
		assertThat(values(decode(thrift, span(attributes)).getTags()))
			.containsEntry("text", "Grüße \"\n \u4e16\u754c \ud83d\ude00")
			.containsEntry("empty", "")
			.containsEntry("true", true)
			.containsEntry("false", false)
			.containsEntry("fraction", -0.25)
			.containsEntry("infinite", Double.NEGATIVE_INFINITY)
			.containsEntry("texts", "[\"a\",\"\\\"b\\\"\"]")
			.containsEntry("numbers", "[1,-2]")
			.containsEntry("flags", "[true,false]")
			.containsEntry("fractions", "[0.5,\"NaN\"]")
			.containsEntry("none", "[]")
			.containsEntry("bytes", "00ff7f80")
			.containsEntry("no bytes", "")
			.containsKey("map")
			.hasSize(15);
	}

	@ParameterizedTest
	@EnumSource
	void numbersOfAnySizeArrive(Thrift thrift) {
		long[] numbers = { 0, 1, -1, 63, 64, -64, -65, 127, 128, -128, 255, 256, 8191, 8192, -8193, Integer.MAX_VALUE,
				Integer.MIN_VALUE, 1L << 35, -(1L << 42), Long.MAX_VALUE, Long.MIN_VALUE };
		AttributesBuilder attributes = Attributes.builder();
		for (long number : numbers) {
			attributes.put("n" + number, number);
		}
		Map<String, Object> tags = values(decode(thrift, span(attributes.build())).getTags());
		for (long number : numbers) {
			assertThat(tags).containsEntry("n" + number, number);
		}
	}

	@ParameterizedTest
	@EnumSource
	void listsOfAnyLengthArrive(Thrift thrift) {
		for (int size : new int[] { 1, 13, 14, 15, 16, 127, 128, 300 }) {
			AttributesBuilder attributes = Attributes.builder();
			IntStream.range(1, size).forEach((i) -> attributes.put("k" + i, i));
			List<EventData> events = IntStream.range(0, size)
				.mapToObj((i) -> EventData.create(i * 1000L, "e" + i, Attributes.empty()))
				.toList();
			List<LinkData> links = Collections.nCopies(size, LinkData.create(OTHER));
			Span span = decode(thrift,
					span(attributes.build()).setEvents(events)
						.setTotalRecordedEvents(size)
						.setLinks(links)
						.setTotalRecordedLinks(size));
			// one more is the kind
			assertThat(span.getTags()).hasSize(size);
			assertThat(span.getReferences()).hasSize(size);
			assertThat(span.getLogs()).hasSize(size).last().extracting(Log::getTimestamp).isEqualTo(size - 1L);
		}
	}

	@ParameterizedTest
	@EnumSource
	void hugeTextArrives(Thrift thrift) {
		String huge = "ä".repeat(1_500_000);
		Attributes attributes = Attributes.of(AttributeKey.stringKey("huge"), huge);
		assertThat(values(decode(thrift, span(attributes).setName("")).getTags()).get("huge").equals(huge)).isTrue();
	}

	@ParameterizedTest
	@EnumSource
	void eventIsALogWhoseOwnAttributeOfThatNameWins(Thrift thrift) {
		Attributes size = Attributes.of(AttributeKey.longKey("size"), -3L);
		Attributes event = Attributes.of(AttributeKey.stringKey("event"), "mine");
		Span span = decode(thrift, span()
			.setEvents(List.of(EventData.create(5_999, "cache miss", size, 3), EventData.create(6_000, "other", event)))
			.setTotalRecordedEvents(2));
		assertThat(span.getLogs()).extracting(Log::getTimestamp).containsExactly(5L, 6L);
		assertThat(values(span.getLogs().get(0).getFields()))
			.isEqualTo(Map.of("event", "cache miss", "size", -3L, "otel.dropped_attributes_count", 2L));
		assertThat(values(span.getLogs().get(1).getFields())).isEqualTo(Map.of("event", "mine"));
	}

	@ParameterizedTest
	@EnumSource
	void resourceIsTheProcess(Thrift thrift) {
		Resource resource = Resource.create(Attributes.builder()
			.put("service.name", "orders")
			.put("process.pid", 42L)
			.put("host.name", "h")
			.build());
		Process process = thrift.decode(thrift.encoder.process(resource), new Process());
		assertThat(process.getServiceName()).isEqualTo("orders");
		assertThat(values(process.getTags())).isEqualTo(Map.of("process.pid", 42L, "host.name", "h"));
		Process unknown = thrift.decode(thrift.encoder.process(Resource.empty()), new Process());
		assertThat(unknown.getServiceName()).isEqualTo("unknown_service:java");
		assertThat(unknown.isSetTags()).isFalse();
	}

	@ParameterizedTest
	@EnumSource
	void batchOfAnySizeIsTheProcessAndItsSpans(Thrift thrift) {
		byte[] process = thrift.encoder.process(Resource.getDefault());
		byte[] span = thrift.encoder.span(span().build());
		for (int size : new int[] { 0, 1, 14, 15, 16, 512 }) {
			Batch batch = thrift.decode(thrift.encoder.batch(process, Collections.nCopies(size, span)), new Batch());
			assertThat(batch.getProcess().getServiceName()).isEqualTo("unknown_service:java");
			assertThat(Thrift.names(batch)).hasSize(size).allMatch("work"::equals);
		}
	}

}
