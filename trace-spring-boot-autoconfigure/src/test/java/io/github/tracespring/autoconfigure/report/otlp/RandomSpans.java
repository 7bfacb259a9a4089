// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.otlp;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.TraceStateBuilder;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.common.InstrumentationScopeInfoBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.testing.trace.TestSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;

/**
 * Spans with anything that the API lets into them, the same for the same seed.
 */
public final class RandomSpans {

	private static final List<String> TEXTS = List.of("", "a", "GET /users/{id}", "Grüße", "日本語", "😀 and 𝄞",
			"half \ud83d", "\ude00 half", "\ud83d\ud83d\ude00", "x".repeat(127), "ä".repeat(64), "y".repeat(16_383),
			"€".repeat(5_462), "nul\0 \" \\ \n");

	private static final List<Long> NUMBERS = List.of(0L, 1L, -1L, 127L, 128L, 16_383L, 16_384L, Long.MAX_VALUE,
			Long.MIN_VALUE, 1L << 35);

	private static final List<Double> FRACTIONS = List.of(0d, -0d, 0.25, Double.NaN, Double.POSITIVE_INFINITY,
			Double.MIN_VALUE);

	private final Random random;

	public RandomSpans(long seed) {
		this.random = new Random(seed);
	}

	/**
	 * A span that has nothing but these.
	 * @param name its name
	 * @param attributes its attributes
	 * @return the span, with ids
	 */
	static SpanData plain(String name, Attributes attributes) {
		SpanData any = new RandomSpans(1).batch(1).get(0);
		return TestSpanData.builder()
			.setName(name)
			.setKind(any.getKind())
			.setSpanContext(any.getSpanContext())
			.setStatus(any.getStatus())
			.setStartEpochNanos(1)
			.setEndEpochNanos(2)
			.setHasEnded(true)
			.setAttributes(attributes)
			.setTotalAttributeCount(attributes.size())
			.build();
	}

	/**
	 * A batch of some resources, each with some scopes.
	 * @param size the number of spans
	 * @return the spans
	 */
	public List<SpanData> batch(int size) {
		List<Resource> resources = distinct(
				() -> Resource.create(attributes(4, () -> "key"), maybe("https://schema/1")));
		List<InstrumentationScopeInfo> scopes = distinct(this::scope);
		return IntStream.range(0, size).mapToObj((i) -> span(one(resources), one(scopes))).toList();
	}

	private InstrumentationScopeInfo scope() {
		InstrumentationScopeInfoBuilder scope = InstrumentationScopeInfo.builder(text()).setAttributes(attributes(2));
		return (this.random.nextBoolean() ? scope : scope.setVersion("1.2").setSchemaUrl("https://schema/2")).build();
	}

	private SpanData span(Resource resource, InstrumentationScopeInfo scope) {
		SpanContext context = context(false);
		Attributes attributes = attributes(8);
		List<EventData> events = upTo(3, (i) -> event());
		List<LinkData> links = upTo(3, (i) -> link());
		SpanContext parent = this.random.nextBoolean() ? SpanContext.getInvalid()
				: context(context.getTraceId(), this.random.nextBoolean());
		return TestSpanData.builder()
			.setResource(resource)
			.setInstrumentationScopeInfo(scope)
			.setSpanContext(context)
			.setParentSpanContext(parent)
			.setName(text())
			.setKind(one(List.of(SpanKind.values())))
			.setStartEpochNanos(this.random.nextInt(10) == 0 ? 0 : this.random.nextLong(Long.MAX_VALUE))
			.setEndEpochNanos(this.random.nextLong())
			.setHasEnded(true)
			.setStatus(StatusData.create(one(List.of(StatusCode.values())), text()))
			.setAttributes(attributes)
			.setTotalAttributeCount(attributes.size() + this.random.nextInt(3))
			.setEvents(events)
			.setTotalRecordedEvents(events.size() + this.random.nextInt(3))
			.setLinks(links)
			.setTotalRecordedLinks(links.size() + this.random.nextInt(300))
			.build();
	}

	private EventData event() {
		Attributes attributes = attributes(3);
		return EventData.create(this.random.nextLong(), text(), attributes, attributes.size() + this.random.nextInt(3));
	}

	private LinkData link() {
		Attributes attributes = attributes(3);
		return LinkData.create(context(this.random.nextBoolean()), attributes,
				attributes.size() + this.random.nextInt(3));
	}

	private SpanContext context(boolean remote) {
		return context(id() + id(), remote);
	}

	private SpanContext context(String trace, boolean remote) {
		TraceFlags flags = TraceFlags.fromByte((byte) this.random.nextInt());
		TraceStateBuilder state = TraceState.builder();
		IntStream.range(0, this.random.nextInt(4)).forEach((i) -> state.put("k" + i, "v" + i));
		return remote ? SpanContext.createFromRemoteParent(trace, id(), flags, state.build())
				: SpanContext.create(trace, id(), flags, state.build());
	}

	private String id() {
		return String.format("%016x", this.random.nextLong() | 1);
	}

	private Attributes attributes(int most) {
		return attributes(most, this::text);
	}

	private Attributes attributes(int most, Supplier<String> key) {
		AttributesBuilder attributes = Attributes.builder();
		IntStream.range(0, this.random.nextInt(most + 1)).forEach((i) -> put(attributes, key.get() + i));
		return attributes.build();
	}

	private void put(AttributesBuilder to, String key) {
		switch (this.random.nextInt(9)) {
			case 0 -> to.put(AttributeKey.stringKey(key), text());
			case 1 -> to.put(AttributeKey.booleanKey(key), (Boolean) this.random.nextBoolean());
			case 2 -> to.put(AttributeKey.longKey(key), one(NUMBERS));
			case 3 -> to.put(AttributeKey.doubleKey(key), one(FRACTIONS));
			case 4 -> to.put(AttributeKey.stringArrayKey(key), some(3, this::text));
			case 5 -> to.put(AttributeKey.booleanArrayKey(key), some(3, this.random::nextBoolean));
			case 6 -> to.put(AttributeKey.longArrayKey(key), some(3, () -> one(NUMBERS)));
			case 7 -> to.put(AttributeKey.doubleArrayKey(key), some(3, () -> one(FRACTIONS)));
			default -> to.put(AttributeKey.valueKey(key), value(3));
		}
	}

	private Value<?> value(int depth) {
		return switch (this.random.nextInt((depth > 0) ? 7 : 5)) {
			case 0 -> Value.of(text());
			case 1 -> Value.of(this.random.nextBoolean());
			case 2 -> Value.of(one(NUMBERS));
			case 3 -> Value.of(one(FRACTIONS));
			case 4 -> Value.of(text().getBytes(StandardCharsets.UTF_16));
			case 5 -> Value.of(upTo(3, (i) -> value(depth - 1)).toArray(Value<?>[]::new));
			default -> Value.of(upTo(3, (i) -> KeyValue.of(text(), value(depth - 1))).toArray(KeyValue[]::new));
		};
	}

	private String text() {
		return one(TEXTS);
	}

	private String maybe(String text) {
		return this.random.nextBoolean() ? text : null;
	}

	private <T> T one(List<T> choice) {
		return choice.get(this.random.nextInt(choice.size()));
	}

	private <T> List<T> upTo(int most, IntFunction<T> item) {
		return IntStream.range(0, this.random.nextInt(most + 1)).mapToObj(item).toList();
	}

	/** OpenTelemetry makes a group for each instance. */
	private <T> List<T> distinct(Supplier<T> item) {
		return some(2, item).stream().distinct().toList();
	}

	private <T> List<T> some(int more, Supplier<T> item) {
		return Stream.generate(item).limit(1 + this.random.nextInt(more)).toList();
	}

}
