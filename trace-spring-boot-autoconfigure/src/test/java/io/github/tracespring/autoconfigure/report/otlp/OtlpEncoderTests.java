// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.otlp;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.junit.jupiter.api.Test;

import io.github.tracespring.autoconfigure.report.HttpCollector;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the official classes make of our bytes, and of those that OpenTelemetry sends.
 */
class OtlpEncoderTests {

	private static ExportTraceServiceRequest decode(ByteBuffer message) {
		try {
			return ExportTraceServiceRequest.parseFrom(message);
		}
		catch (InvalidProtocolBufferException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	private static SpanData span(Attributes attributes) {
		return RandomSpans.plain("GET /", attributes);
	}

	@Test
	void everyFieldOfASpanIsWritten() {
		InMemorySpanExporter finished = InMemorySpanExporter.create();
		Resource resource = Resource.getDefault()
			.merge(Resource.create(Attributes.builder()
				.put("service.name", "orders")
				.put("deployment.environment.name", "test")
				.build()));
		try (SdkTracerProvider provider = SdkTracerProvider.builder()
			.setResource(resource)
			.addSpanProcessor(SimpleSpanProcessor.create(finished))
			.build()) {
			OtlpSpans.endCompleteSpan(OpenTelemetrySdk.builder().setTracerProvider(provider).build());
			OtlpSpans.assertComplete(decode(OtlpEncoder.encode(finished.getFinishedSpanItems())));
		}
	}

	@Test
	void messageIsTheOneThatOpenTelemetrySends() {
		try (HttpCollector<ExportTraceServiceRequest> collector = new HttpCollector<>("/v1/traces", 200,
				(body) -> decode(ByteBuffer.wrap(body)), OtlpSpans::names);
				OtlpHttpSpanExporter exporter = OtlpHttpSpanExporter.builder()
					.setEndpoint(collector.endpoint())
					.build()) {
			for (int seed = 0; seed < 150; seed++) {
				List<SpanData> spans = new RandomSpans(seed).batch(1 + seed % 7);
				exporter.export(spans).join(10, TimeUnit.SECONDS);
				assertThat(collector.bodies()).hasSize(seed + 1);
				ExportTraceServiceRequest theirs = collector.bodies().get(seed);
				ExportTraceServiceRequest ours = decode(OtlpEncoder.encode(spans));
				assertThat(groups(ours)).as("seed %s", seed).containsExactlyInAnyOrderElementsOf(groups(theirs));
			}
		}
	}

	/** Resources, and the scopes of each, come in any order. */
	private static List<ResourceSpans> groups(ExportTraceServiceRequest request) {
		return request.getResourceSpansList().stream().map((resource) -> {
			ResourceSpans.Builder sorted = resource.toBuilder().clearScopeSpans();
			resource.getScopeSpansList()
				.stream()
				.sorted(Comparator.comparing(Object::toString))
				.forEach(sorted::addScopeSpans);
			return sorted.build();
		}).toList();
	}

	@Test
	void nothingIsAnEmptyMessage() {
		assertThat(OtlpEncoder.encode(List.of()).remaining()).isZero();
	}

	@Test
	void emptyValueAndEmptyMapAreToldApart() {
		Attributes attributes = Attributes.builder()
			.put(AttributeKey.valueKey("a"), Value.of(new KeyValue[0]))
			.put(AttributeKey.valueKey("b"), Value.empty())
			.put(AttributeKey.stringKey("c"), "")
			.put(AttributeKey.valueKey("d"), Value.of(new Value<?>[0]))
			.build();
		ExportTraceServiceRequest request = decode(OtlpEncoder.encode(List.of(span(attributes))));
		assertThat(request.getResourceSpans(0).getScopeSpans(0).getSpans(0).getAttributesList())
			.extracting((attribute) -> attribute.getValue().getValueCase())
			.containsExactly(AnyValue.ValueCase.KVLIST_VALUE, AnyValue.ValueCase.VALUE_NOT_SET,
					AnyValue.ValueCase.STRING_VALUE, AnyValue.ValueCase.ARRAY_VALUE);
	}

	@Test
	void keysOfOneHashAreToldApart() {
		assertThat("Aa").hasSameHashCodeAs("BB");
		String endless = "key".repeat(100);
		SpanData span = span(Attributes.builder().put("Aa", 1).put("BB", 2).put("ä", 3).put(endless, 4).build());
		ExportTraceServiceRequest request = decode(OtlpEncoder.encode(List.of(span, span, span)));
		assertThat(request.getResourceSpans(0).getScopeSpans(0).getSpansList()).hasSize(3)
			.allSatisfy((each) -> assertThat(each.getAttributesList())
				.extracting((attribute) -> attribute.getKey() + attribute.getValue().getIntValue())
				.containsExactlyInAnyOrder("Aa1", "BB2", "ä3", endless + 4));
	}

	@Test
	void hugeTextAndManySpansArrive() {
		String huge = "ä😀".repeat(500_000);
		SpanData span = span(Attributes.of(AttributeKey.stringKey("huge"), huge));
		ExportTraceServiceRequest one = decode(OtlpEncoder.encode(List.of(span)));
		assertThat(one.getResourceSpans(0).getScopeSpans(0).getSpans(0).getAttributes(0).getValue().getStringValue())
			.isEqualTo(huge);
		SpanData small = span(Attributes.of(AttributeKey.longKey("n"), 1L));
		assertThat(OtlpSpans.names(decode(OtlpEncoder.encode(Collections.nCopies(5_000, small))))).hasSize(5_000);
	}

}
