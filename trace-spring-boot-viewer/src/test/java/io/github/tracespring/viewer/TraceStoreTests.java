// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.viewer;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import zipkin2.Endpoint;
import zipkin2.Span;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Memory is bounded, and the oldest traces go first.
 */
class TraceStoreTests {

	private static Span span(int trace, int id, String name) {
		return Span.newBuilder()
			.traceId("%032x".formatted(trace))
			.id("%016x".formatted(id))
			.name(name)
			.timestamp(trace * 1_000_000L)
			.duration(10)
			.localEndpoint(Endpoint.newBuilder().serviceName("service").build())
			.putTag("http.route", "/" + name)
			.build();
	}

	private static List<Integer> traces(TraceStore store) {
		return store.storage()
			.getTraces()
			.stream()
			.map((trace) -> Integer.parseInt(trace.get(0).traceId(), 16))
			.sorted()
			.toList();
	}

	@Test
	void oldestTracesGoFirstWhateverTheOrderOfArrival() {
		TraceStore store = new TraceStore(6);
		for (int trace : new int[] { 3, 1, 2 }) {
			store.accept(List.of(span(trace, 1, "a"), span(trace, 2, "b")));
		}
		assertThat(traces(store)).containsExactly(1, 2, 3);
		store.accept(List.of(span(4, 1, "a")));
		assertThat(traces(store)).containsExactly(2, 3, 4);
		store.accept(List.of(span(5, 1, "a"), span(5, 2, "b")));
		assertThat(traces(store)).containsExactly(3, 4, 5);
	}

	@Test
	void takesMoreThanItHasRoomFor() {
		TraceStore store = new TraceStore(10);
		List<Span> spans = new ArrayList<>();
		for (int i = 1; i <= 1234; i++) {
			spans.add(span(i, 1, "a"));
		}
		store.accept(spans);
		assertThat(traces(store)).hasSize(10).endsWith(1233, 1234);
		TraceStore tiny = new TraceStore(1);
		tiny.accept(spans);
		assertThat(traces(tiny)).containsExactly(1234);
	}

	@Test
	void oneEndlessTraceIsBoundedToo() {
		TraceStore store = new TraceStore(100);
		for (int i = 1; i <= 1000; i++) {
			store.accept(List.of(span(7, i, "a")));
		}
		assertThat(store.storage().getTraces().stream().mapToInt(List::size).sum()).isBetween(1, 100);
	}

	@Test
	void namesThatAreNoLongerUsedAreForgotten() {
		TraceStore store = new TraceStore(10);
		for (int i = 1; i <= 1000; i++) {
			store.accept(List.of(span(i, 1, "name" + i)));
		}
		assertThat(TraceStore.get(store.storage().getSpanNames("service"))).hasSizeLessThan(150).contains("name1000");
		assertThat(TraceStore.get(store.storage().getValues("http.route"))).hasSizeLessThan(150).contains("/name1000");
		assertThat(traces(store)).hasSize(10).contains(1000);
	}

	@Test
	void randomBytesAreNeverMoreThanARefusedReport() {
		TraceStore store = new TraceStore(100);
		Collector collector = new Collector(store);
		byte[] json = zipkin2.codec.SpanBytesEncoder.JSON_V2.encodeList(List.of(span(1, 1, "a"), span(2, 1, "b")));
		byte[] proto = zipkin2.codec.SpanBytesEncoder.PROTO3.encodeList(List.of(span(1, 1, "a"), span(2, 1, "b")));
		Random random = new Random(42);
		int refused = 0;
		for (int i = 0; i < 4000; i++) {
			boolean binary = i % 2 == 0;
			byte[] body = (binary ? proto : json).clone();
			for (int change = 0; change <= i % 3; change++) {
				body[random.nextInt(body.length)] = (byte) random.nextInt(256);
			}
			refused += collect(collector, binary ? "application/x-protobuf" : "application/json", body) ? 0 : 1;
		}
		assertThat(refused).isBetween(1000, 3999);
		String deep = "[{\"traceId\":\"1\",\"id\":\"1\",\"x\":" + "[".repeat(1_000_000);
		assertThat(collect(collector, "application/json", deep.getBytes())).isFalse();
	}

	private static boolean collect(Collector collector, String type, byte[] body) {
		try {
			collector.collect(new ViewerRequest("POST", "api/v2/spans", null,
					(name) -> name.equals("Content-Type") ? List.of(type) : List.of(), "127.0.0.1",
					new java.io.ByteArrayInputStream(body)));
			return true;
		}
		catch (RefusedException ex) {
			return false;
		}
	}

}
