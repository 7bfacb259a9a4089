// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.otlp;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.google.protobuf.ByteString;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * A span with everything a span can have, and the official messages that have to come out
 * of it.
 */
public final class OtlpSpans {

	private static final SpanContext PARENT = SpanContext.createFromRemoteParent("0af7651916cd43dd8448eb211c80319c",
			"b7ad6b7169203331", TraceFlags.getSampled(), TraceState.builder().put("vendor", "x").build());

	private static final SpanContext LINKED = SpanContext.create("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7",
			TraceFlags.getSampled(), TraceState.getDefault());

	private static final long START = 1_700_000_000_123_456_789L;

	private OtlpSpans() {
	}

	public static List<String> names(ExportTraceServiceRequest request) {
		return spans(request).map(Span::getName).toList();
	}

	static List<String> ids(ExportTraceServiceRequest request) {
		return spans(request).map((span) -> hex(span.getSpanId())).toList();
	}

	private static Stream<Span> spans(ExportTraceServiceRequest request) {
		return request.getResourceSpansList()
			.stream()
			.flatMap((resource) -> resource.getScopeSpansList().stream())
			.flatMap((scope) -> scope.getSpansList().stream());
	}

	public static void endCompleteSpan(OpenTelemetry openTelemetry) {
		io.opentelemetry.api.trace.Span span = openTelemetry.getTracerProvider()
			.tracerBuilder("my.library")
			.setInstrumentationVersion("1.2.3")
			.build()
			.spanBuilder("GET /users/{id}")
			.setParent(Context.root().with(io.opentelemetry.api.trace.Span.wrap(PARENT)))
			.setSpanKind(SpanKind.PRODUCER)
			.setStartTimestamp(START, TimeUnit.NANOSECONDS)
			.addLink(LINKED, Attributes.of(AttributeKey.stringKey("why"), "batch"))
			.setAttribute("text", "Grüße \"\n")
			.setAttribute("flag", true)
			.setAttribute("number", Long.MAX_VALUE)
			.setAttribute("fraction", 0.25)
			.setAttribute(AttributeKey.stringArrayKey("texts"), List.of("a", "b"))
			.setAttribute(AttributeKey.booleanArrayKey("flags"), List.of(true, false))
			.setAttribute(AttributeKey.longArrayKey("numbers"), List.of(1L, 2L))
			.setAttribute(AttributeKey.doubleArrayKey("fractions"), List.of(0.5, 1.5))
			.startSpan();
		span.addEvent("cache miss", Attributes.of(AttributeKey.longKey("size"), 3L), START + 1000,
				TimeUnit.NANOSECONDS);
		span.setStatus(StatusCode.ERROR, "it broke");
		span.end(START + 5_000_000, TimeUnit.NANOSECONDS);
	}

	public static void assertComplete(ExportTraceServiceRequest request) {
		assertThat(request.getResourceSpansList()).hasSize(1);
		ResourceSpans resource = request.getResourceSpans(0);
		assertThat(map(resource.getResource().getAttributesList()))
			.contains(entry("service.name", text("orders")), entry("deployment.environment.name", text("test")))
			.containsKey("telemetry.sdk.version");
		assertThat(resource.getScopeSpans(0).getScope().getName()).isEqualTo("my.library");
		assertThat(resource.getScopeSpans(0).getScope().getVersion()).isEqualTo("1.2.3");
		Span span = resource.getScopeSpans(0).getSpans(0);
		assertThat(span.getName()).isEqualTo("GET /users/{id}");
		assertThat(hex(span.getTraceId())).isEqualTo(PARENT.getTraceId());
		assertThat(hex(span.getParentSpanId())).isEqualTo(PARENT.getSpanId());
		assertThat(hex(span.getSpanId())).matches("[0-9a-f]{16}").isNotEqualTo("0000000000000000");
		assertThat(span.getTraceState()).isEqualTo("vendor=x");
		assertThat(span.getFlags() & 1).isEqualTo(1);
		assertThat(span.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_PRODUCER);
		assertThat(span.getStartTimeUnixNano()).isEqualTo(START);
		assertThat(span.getEndTimeUnixNano()).isEqualTo(START + 5_000_000);
		assertThat(span.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
		assertThat(span.getStatus().getMessage()).isEqualTo("it broke");
		assertAttributes(map(span.getAttributesList()));
		assertThat(span.getEventsList()).singleElement().satisfies((event) -> {
			assertThat(event.getName()).isEqualTo("cache miss");
			assertThat(event.getTimeUnixNano()).isEqualTo(START + 1000);
			assertThat(map(event.getAttributesList())).containsOnly(entry("size", number(3)));
		});
		assertThat(span.getLinksList()).singleElement().satisfies((link) -> {
			assertThat(hex(link.getTraceId())).isEqualTo(LINKED.getTraceId());
			assertThat(hex(link.getSpanId())).isEqualTo(LINKED.getSpanId());
			assertThat(map(link.getAttributesList())).containsOnly(entry("why", text("batch")));
		});
	}

	static ExportTraceServiceResponse partialSuccess(long rejected, String message) {
		return ExportTraceServiceResponse.newBuilder()
			.setPartialSuccess(
					ExportTracePartialSuccess.newBuilder().setRejectedSpans(rejected).setErrorMessage(message))
			.build();
	}

	private static void assertAttributes(Map<String, AnyValue> attributes) {
		assertThat(attributes).hasSize(8)
			.containsEntry("text", text("Grüße \"\n"))
			.containsEntry("number", number(Long.MAX_VALUE));
		assertThat(attributes.get("flag").getBoolValue()).isTrue();
		assertThat(attributes.get("fraction").getDoubleValue()).isEqualTo(0.25);
		assertThat(attributes.get("texts").getArrayValue().getValuesList()).containsExactly(text("a"), text("b"));
		assertThat(attributes.get("flags").getArrayValue().getValuesList()).extracting(AnyValue::getBoolValue)
			.containsExactly(true, false);
		assertThat(attributes.get("numbers").getArrayValue().getValuesList()).containsExactly(number(1), number(2));
		assertThat(attributes.get("fractions").getArrayValue().getValuesList()).extracting(AnyValue::getDoubleValue)
			.containsExactly(0.5, 1.5);
	}

	private static Map<String, AnyValue> map(List<KeyValue> attributes) {
		return attributes.stream().collect(Collectors.toMap(KeyValue::getKey, KeyValue::getValue));
	}

	private static AnyValue text(String value) {
		return AnyValue.newBuilder().setStringValue(value).build();
	}

	private static AnyValue number(long value) {
		return AnyValue.newBuilder().setIntValue(value).build();
	}

	private static String hex(ByteString bytes) {
		return HexFormat.of().formatHex(bytes.toByteArray());
	}

}
