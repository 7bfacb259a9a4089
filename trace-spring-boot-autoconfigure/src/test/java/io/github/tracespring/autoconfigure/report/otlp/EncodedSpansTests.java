// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.otlp;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import com.google.protobuf.InvalidProtocolBufferException;
import com.sun.management.ThreadMXBean;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.sdk.testing.trace.TestSpanData;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/**
 * Spans that were encoded where they ended, and what a batch of them is.
 */
class EncodedSpansTests {

	private final EncodedSpans encoded = new EncodedSpans();

	private static ExportTraceServiceRequest read(Collection<SpanData> spans) {
		try {
			return ExportTraceServiceRequest.parseFrom(OtlpEncoder.encode(spans));
		}
		catch (InvalidProtocolBufferException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Asks for each of its parts, which decodes it. */
	private static SpanData copy(SpanData span) {
		return TestSpanData.builder()
			.setResource(span.getResource())
			.setInstrumentationScopeInfo(span.getInstrumentationScopeInfo())
			.setSpanContext(span.getSpanContext())
			.setParentSpanContext(span.getParentSpanContext())
			.setName(span.getName())
			.setKind(span.getKind())
			.setStartEpochNanos(span.getStartEpochNanos())
			.setEndEpochNanos(span.getEndEpochNanos())
			.setHasEnded(span.hasEnded())
			.setStatus(span.getStatus())
			.setAttributes(span.getAttributes())
			.setTotalAttributeCount(span.getTotalAttributeCount())
			.setEvents(span.getEvents())
			.setTotalRecordedEvents(span.getTotalRecordedEvents())
			.setLinks(span.getLinks())
			.setTotalRecordedLinks(span.getTotalRecordedLinks())
			.build();
	}

	private static SpanData usual(int number) {
		return span("GET /users/" + number);
	}

	private static SpanData span(String name) {
		return RandomSpans.plain(name, Attributes.empty());
	}

	@Test
	void batchIsTheSameWhereverItsSpansWereEncoded() {
		for (int seed = 0; seed < 100; seed++) {
			List<SpanData> spans = new RandomSpans(seed).batch(1 + seed % 20);
			List<SpanData> some = new ArrayList<>();
			for (SpanData span : spans) {
				some.add((some.size() % 5 == 4) ? span : this.encoded.encode(span));
			}
			assertThat(some.get(0)).isInstanceOf(EncodedSpan.class);
			assertThat(read(some)).as("seed %s", seed).isEqualTo(read(spans));
			EncodedSpans.release(some);
		}
	}

	@Test
	void everyPartOfAnEncodedSpanCanBeAskedFor() throws Exception {
		List<Function<SpanData, Object>> parts = List.of(SpanData::getName, SpanData::getKind, SpanData::hasEnded,
				SpanData::getStatus, SpanData::getStartEpochNanos, SpanData::getEndEpochNanos,
				SpanData::getTotalAttributeCount, SpanData::getTotalRecordedEvents, SpanData::getTotalRecordedLinks,
				SpanData::getSpanContext, SpanData::getParentSpanId);
		for (int seed = 0; seed < 100; seed++) {
			SpanData span = new RandomSpans(seed).batch(1).get(0);
			SpanData asked = copy(this.encoded.encode(span));
			SpanData read = OtlpDecoder.decode(bytes(OtlpEncoder.encode(List.of(span)))).get(0);
			assertThat(only(asked)).as("seed %s", seed).isEqualTo(only(copy(read)));
			for (Function<SpanData, Object> part : parts.subList(2, parts.size())) {
				assertThat(part.apply(asked)).as("seed %s", seed).isEqualTo(part.apply(span));
			}
		}
		SpanData usual = usual(1);
		parts.forEach((part) -> assertThat(part.apply(this.encoded.encode(usual))).isEqualTo(part.apply(usual)));
	}

	private static Span only(SpanData span) {
		return read(List.of(span)).getResourceSpans(0).getScopeSpans(0).getSpans(0);
	}

	private static byte[] bytes(ByteBuffer message) {
		byte[] bytes = new byte[message.remaining()];
		message.get(bytes);
		return bytes;
	}

	@Test
	void memoryIsUsedAgain() {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		SpanData span = span("n".repeat(1_000));
		List<SpanData> batch = new ArrayList<>();
		long before = threads.getCurrentThreadAllocatedBytes();
		for (int i = 0; i < 50_000; i++) {
			batch.add(this.encoded.encode(span));
			if (batch.size() == 500) {
				EncodedSpans.release(batch);
				batch.clear();
			}
		}
		long each = (threads.getCurrentThreadAllocatedBytes() - before) / 50_000;
		assertThat(each).isLessThan(500);
	}

	@Test
	void largeSpanHasItsOwnMemoryAndLeavesThatOfTheOthers() {
		List<SpanData> batch = new ArrayList<>();
		List<SpanData> plain = new ArrayList<>();
		for (int i = 0; i < 500; i++) {
			plain.add((i % 3 == 0) ? span(Character.toString('a' + i % 26).repeat(20_000)) : usual(i));
			batch.add(this.encoded.encode(plain.get(i)));
		}
		assertThat(read(batch)).isEqualTo(read(plain));
		EncodedSpans.release(batch);
		plain.forEach((span) -> batch.add(this.encoded.encode(span)));
		assertThat(read(batch.subList(500, 1000))).isEqualTo(read(plain));
	}

	@Test
	void memoryOfASpanThatIsNotReleasedIsItsOwn() {
		List<SpanData> kept = new ArrayList<>();
		for (int i = 0; i < 20_000; i++) {
			SpanData span = this.encoded.encode(usual(i));
			if (i % 1_000 == 0) {
				kept.add(span);
			}
			else {
				EncodedSpans.release(List.of(span));
			}
		}
		for (int i = 0; i < kept.size(); i++) {
			assertThat(kept.get(i).getName()).isEqualTo("GET /users/" + i * 1_000);
		}
	}

	@Test
	void spanThatWasReleasedIsNoOther() {
		SpanData span = this.encoded.encode(usual(1));
		EncodedSpans.release(List.of(span));
		assertThatNullPointerException().isThrownBy(span::getName);
	}

	@Test
	void spansOfManyThreadsAreKeptApart() throws Exception {
		BlockingQueue<Named> queue = new LinkedBlockingQueue<>(2_000);
		ExecutorService threads = Executors.newFixedThreadPool(8);
		int each = 10_000;
		try {
			List<Future<?>> producers = new ArrayList<>();
			for (int i = 0; i < 8; i++) {
				Random random = new Random(i);
				producers.add(threads.submit(() -> {
					for (int k = 0; k < each; k++) {
						String name = Character.toString('a' + random.nextInt(26)).repeat(1 + random.nextInt(2_000));
						queue.put(new Named(this.encoded.encode(span(name)), name));
					}
					return null;
				}));
			}
			List<Named> batch = new ArrayList<>();
			for (int i = 0; i < 8 * each; i++) {
				batch.add(queue.poll(30, TimeUnit.SECONDS));
				if (batch.size() == 700 || i == 8 * each - 1) {
					batch.forEach((named) -> assertThat(named.span().getName()).isEqualTo(named.name()));
					EncodedSpans.release(batch.stream().map(Named::span).toList());
					batch.clear();
				}
			}
			for (Future<?> producer : producers) {
				producer.get();
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	@Test
	void spanThatCanNotBeEncodedIsLeftAsItIsAndHarmsNoOther() {
		SpanData broken = new Broken(usual(1));
		SpanData before = this.encoded.encode(usual(0));
		assertThat(this.encoded.encode(broken)).isSameAs(broken);
		SpanData after = this.encoded.encode(usual(2));
		assertThat(read(List.of(before, after))).isEqualTo(read(List.of(usual(0), usual(2))));
	}

	/**
	 * An encoded span and the name that it should have.
	 */
	private record Named(SpanData span, String name) {

	}

	/**
	 * A span that fails in the middle.
	 */
	private static final class Broken extends DelegatingSpanData {

		Broken(SpanData span) {
			super(span);
		}

		@Override
		public long getEndEpochNanos() {
			throw new IllegalStateException("broken");
		}

	}

}
