// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.otlp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Messages that the official classes wrote, and what is read of them.
 */
class OtlpDecoderTests {

	/** What has another form in OTLP, or may be read into another field. */
	private static final List<Function<SpanData, Object>> FIELDS = List.of(
			(span) -> span.getResource().getSchemaUrl() + "",
			(span) -> span.getInstrumentationScopeInfo().getSchemaUrl() + "",
			(span) -> span.getSpanContext().getTraceId(), SpanData::getSpanId,
			(span) -> span.getSpanContext().getTraceFlags(), (span) -> span.getSpanContext().isRemote(),
			(span) -> span.getSpanContext().getTraceState().asMap(), SpanData::getParentSpanId,
			(span) -> span.getParentSpanContext().isValid(), (span) -> span.getParentSpanContext().isRemote(),
			SpanData::getKind, SpanData::getStartEpochNanos, SpanData::getEndEpochNanos, SpanData::hasEnded,
			SpanData::getTotalAttributeCount, SpanData::getTotalRecordedEvents, SpanData::getTotalRecordedLinks,
			(span) -> span.getLinks()
				.stream()
				.map((link) -> List.of(link.getSpanContext().getSpanId(), link.getSpanContext().isRemote(),
						link.getSpanContext().getTraceFlags(), link.getSpanContext().getTraceState().asMap(),
						link.getTotalAttributeCount()))
				.toList(),
			(span) -> span.getEvents()
				.stream()
				.map((event) -> List.of(event.getEpochNanos(), event.getTotalAttributeCount()))
				.toList());

	private static byte[] bytes(ByteBuffer message) {
		return Arrays.copyOf(message.array(), message.limit());
	}

	private static ExportTraceServiceRequest parse(byte[] message) throws InvalidProtocolBufferException {
		return ExportTraceServiceRequest.parseFrom(message);
	}

	private static List<Object> fields(SpanData span) {
		List<Object> fields = new ArrayList<>();
		FIELDS.forEach((field) -> fields.add(field.apply(span)));
		return fields;
	}

	@Test
	void whatTheOfficialClassesWroteIsReadToTheLastField() throws Exception {
		for (int seed = 0; seed < 150; seed++) {
			List<SpanData> spans = new RandomSpans(seed).batch(1 + seed % 7);
			ExportTraceServiceRequest request = parse(bytes(OtlpEncoder.encode(spans)));
			List<SpanData> read = OtlpDecoder.decode(request.toByteArray());
			assertThat(sorted(parse(bytes(OtlpEncoder.encode(read))))).as("seed %s", seed).isEqualTo(sorted(request));
			if (spans.size() == 1) {
				// several are sorted by what they have in common
				assertThat(fields(read.get(0))).as("seed %s", seed).isEqualTo(fields(spans.get(0)));
			}
		}
	}

	/** Attributes are sorted by a key in which half of a surrogate pair was a half. */
	private static Message sorted(Message message) {
		Message.Builder sorted = message.toBuilder();
		message.getAllFields().forEach((field, value) -> {
			if (value instanceof Message inner) {
				sorted.setField(field, sorted(inner));
			}
			else if (value instanceof List<?> list && field.getJavaType() == JavaType.MESSAGE) {
				Stream<Message> inner = list.stream().map((item) -> sorted((Message) item));
				boolean attributes = field.getName().equals("attributes");
				sorted.setField(field,
						(attributes ? inner.sorted(Comparator.comparing(Message::toString)) : inner).toList());
			}
		});
		return sorted.build();
	}

	@Test
	void attributesHaveTheKeysOfTheirKinds() throws Exception {
		Attributes attributes = Attributes.builder()
			.put("text", "a")
			.put("flag", true)
			.put("number", -1)
			.put("fraction", 0.5)
			.put("texts", "a", "b")
			.put("flags", true, false)
			.put("numbers", 1L, 2L)
			.put("fractions", 1d, 2d)
			.put(AttributeKey.valueKey("mixed"), Value.of(Value.of("a"), Value.of(1)))
			.put(AttributeKey.valueKey("bytes"), Value.of(new byte[] { 1, 2 }))
			.put(AttributeKey.valueKey("empty"), Value.empty())
			.build();
		SpanData span = RandomSpans.plain("a", attributes);
		assertThat(OtlpDecoder.decode(bytes(OtlpEncoder.encode(List.of(span)))).get(0).getAttributes())
			.isEqualTo(attributes);
	}

	@Test
	void membersOfATraceStateThatOpenTelemetryDoesNotKnowAreKept() throws Exception {
		Span span = Span.newBuilder().setTraceState("a@b@c=1,2@x=2").build();
		assertThat(decode(span).getSpanContext().getTraceState().asMap())
			.containsExactly(java.util.Map.entry("a@b@c", "1"), java.util.Map.entry("2@x", "2"));
	}

	@Test
	void unknownFieldsAndValuesOfEnumsAreNoObstacle() throws Exception {
		UnknownFieldSet unknown = UnknownFieldSet.newBuilder()
			.addField(1000,
					UnknownFieldSet.Field.newBuilder()
						.addVarint(-1)
						.addFixed32(1)
						.addFixed64(1)
						.addLengthDelimited(ByteString.copyFromUtf8("new"))
						.build())
			.build();
		Span span = Span.newBuilder().setName("known").setKindValue(77).setUnknownFields(unknown).build();
		assertThat(decode(span).getName()).isEqualTo("known");
		assertThat(decode(span).getSpanContext().isValid()).isFalse();
	}

	private static SpanData decode(Span span) throws DataFormatException {
		return OtlpDecoder.decode(request(span)).get(0);
	}

	private static byte[] request(Span span) {
		return ExportTraceServiceRequest.newBuilder()
			.addResourceSpans(ResourceSpans.newBuilder().addScopeSpans(ScopeSpans.newBuilder().addSpans(span)))
			.build()
			.toByteArray();
	}

	@Test
	void brokenMessageIsRefusedOrReadAndNeverAnythingElse() {
		byte[] message = bytes(OtlpEncoder.encode(new RandomSpans(3).batch(5)));
		Random random = new Random(1);
		int refused = 0;
		for (int i = 0; i < 3_000; i++) {
			byte[] broken = (i % 2 == 0) ? Arrays.copyOf(message, random.nextInt(message.length)) : message.clone();
			for (int flips = random.nextInt(4); flips > 0 && broken.length > 0; flips--) {
				// most lengths and tags are near the begin of something
				broken[random.nextInt(Math.min(broken.length, 1 + random.nextInt(message.length)))] = (byte) random
					.nextInt();
			}
			try {
				OtlpDecoder.decode(broken);
			}
			catch (DataFormatException ex) {
				refused++;
			}
		}
		assertThat(refused).isBetween(1_000, 2_999);
	}

	@Test
	void lengthBeyondTheEndTakesNoMemory() {
		assertRefused(0x0a, 0xff, 0xff, 0xff, 0xff, 0x07);
		assertRefused(0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01);
		assertRefused(0x08, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff);
		assertRefused(0x00);
		assertRefused(0x0b);
	}

	private static void assertRefused(int... message) {
		byte[] bytes = new byte[message.length];
		for (int i = 0; i < bytes.length; i++) {
			bytes[i] = (byte) message[i];
		}
		assertThatExceptionOfType(DataFormatException.class).isThrownBy(() -> OtlpDecoder.decode(bytes));
	}

	@Test
	void idsOfOtherLengthsAreRefused() {
		Span span = Span.newBuilder().setTraceId(ByteString.copyFrom(new byte[15])).build();
		assertThatExceptionOfType(DataFormatException.class).isThrownBy(() -> decode(span));
	}

	@Test
	void valuesNestedToNoEndAreRefused() {
		AnyValue value = AnyValue.newBuilder().setIntValue(1).build();
		for (int i = 0; i < 1_000; i++) {
			value = AnyValue.newBuilder().setArrayValue(ArrayValue.newBuilder().addValues(value)).build();
		}
		Span span = Span.newBuilder().addAttributes(KeyValue.newBuilder().setKey("deep").setValue(value)).build();
		assertThatExceptionOfType(DataFormatException.class).isThrownBy(() -> decode(span));
	}

}
