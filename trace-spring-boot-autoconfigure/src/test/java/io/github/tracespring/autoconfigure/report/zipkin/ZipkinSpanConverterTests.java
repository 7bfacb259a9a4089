// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.zipkin;

import java.util.List;
import java.util.stream.Stream;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.testing.trace.TestSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.StatusData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import zipkin2.Annotation;
import zipkin2.Endpoint;
import zipkin2.Span;

import static org.assertj.core.api.Assertions.assertThat;

class ZipkinSpanConverterTests {

	private static final SpanContext CONTEXT = SpanContext.create("0af7651916cd43dd8448eb211c80319c",
			"b7ad6b7169203331", TraceFlags.getSampled(), TraceState.getDefault());

	private final ZipkinSpanConverter converter = ZipkinSpanConverter.standard();

	private static TestSpanData.Builder span() {
		return TestSpanData.builder()
			.setSpanContext(CONTEXT)
			.setName("work")
			.setKind(SpanKind.INTERNAL)
			.setStartEpochNanos(1_000_999)
			.setEndEpochNanos(3_000_999)
			.setStatus(StatusData.unset())
			.setHasEnded(true);
	}

	private static TestSpanData.Builder span(Attributes attributes) {
		return span().setAttributes(attributes).setTotalAttributeCount(attributes.size());
	}

	private static Attributes attributes(Object... keysAndValues) {
		var attributes = Attributes.builder();
		for (int i = 0; i < keysAndValues.length; i += 2) {
			String key = (String) keysAndValues[i];
			if (keysAndValues[i + 1] instanceof Integer number) {
				attributes.put(key, number.longValue());
			}
			else {
				attributes.put(key, (String) keysAndValues[i + 1]);
			}
		}
		return attributes.build();
	}

	@Test
	void rootHasNoParentAndInternalNoKind() {
		Span span = this.converter.convert(span().build());
		assertThat(span.parentId()).isNull();
		assertThat(span.kind()).isNull();
		assertThat(span.annotations()).isEmpty();
		assertThat(span.tags()).isEmpty();
	}

	@ParameterizedTest
	@MethodSource
	void kindIsThatOfTheSameName(SpanKind kind) {
		assertThat(this.converter.convert(span().setKind(kind).build()).kind()).hasToString(kind.name());
	}

	static Stream<SpanKind> kindIsThatOfTheSameName() {
		return Stream.of(SpanKind.SERVER, SpanKind.CLIENT, SpanKind.PRODUCER, SpanKind.CONSUMER);
	}

	@Test
	void timesAreWholeMicrosecondsAndADurationIsNeverNothing() {
		assertThat(this.converter.convert(span().build()).timestampAsLong()).isEqualTo(1000);
		assertThat(this.converter.convert(span().build()).durationAsLong()).isEqualTo(2000);
		assertThat(this.converter.convert(span().setEndEpochNanos(1_001_000).build()).durationAsLong()).isEqualTo(1);
	}

	@Test
	void serviceNameComesFromTheResourceOrIsTheDefault() {
		Resource resource = Resource.create(attributes("service.name", "orders", "host.name", "h"));
		Span named = this.converter.convert(span().setResource(resource).build());
		assertThat(named.localServiceName()).isEqualTo("orders");
		assertThat(named.tags()).isEmpty();
		assertThat(this.converter.convert(span().build()).localServiceName()).isEqualTo("unknown_service:java");
	}

	@ParameterizedTest
	@MethodSource
	void remoteEndpointIsTheFirstAttributeInTheOrderOfTheSpecification(String preferred, String next) {
		Attributes both = attributes(next, "second", preferred, "first");
		assertThat(this.converter.convert(span(both).setKind(SpanKind.CLIENT).build()).remoteServiceName())
			.isEqualTo("first");
	}

	static Stream<Arguments> remoteEndpointIsTheFirstAttributeInTheOrderOfTheSpecification() {
		List<String> order = List.of("peer.service", "server.address", "net.peer.name", "network.peer.address",
				"server.socket.domain", "server.socket.address", "net.sock.peer.name", "net.sock.peer.addr",
				"peer.hostname", "peer.address", "db.name", "db.namespace", "db.system.name");
		return Stream.iterate(0, (i) -> i + 1)
			.limit(order.size() - 1)
			.map((i) -> Arguments.of(order.get(i), order.get(i + 1)));
	}

	@Test
	void remoteEndpointHasAddressAndPort() {
		Attributes name = attributes("server.address", "db.example", "server.port", 5432);
		assertThat(this.converter.convert(span(name).setKind(SpanKind.CLIENT).build()).remoteEndpoint())
			.isEqualTo(Endpoint.newBuilder().serviceName("db.example").port(5432).build());
		Attributes ip = attributes("network.peer.address", "2001:db8::1", "network.peer.port", 99999);
		assertThat(this.converter.convert(span(ip).setKind(SpanKind.PRODUCER).build()).remoteEndpoint())
			.isEqualTo(Endpoint.newBuilder().ip("2001:db8::1").build());
	}

	@Test
	void onlyWhoCallsHasARemoteEndpoint() {
		Attributes peer = attributes("server.address", "me");
		for (SpanKind kind : List.of(SpanKind.SERVER, SpanKind.CONSUMER, SpanKind.INTERNAL)) {
			assertThat(this.converter.convert(span(peer).setKind(kind).build()).remoteEndpoint()).isNull();
		}
	}

	@Test
	void errorTagIsThereForAnErrorAlone() {
		Attributes misleading = attributes("error", "false");
		assertThat(this.converter.convert(span(misleading).build()).tags()).isEmpty();
		assertThat(this.converter.convert(span(misleading).setStatus(StatusData.ok()).build()).tags())
			.containsOnly(org.assertj.core.api.Assertions.entry("otel.status_code", "OK"));
		assertThat(this.converter.convert(span().setStatus(StatusData.error()).build()).tags())
			.containsEntry("otel.status_code", "ERROR")
			.containsEntry("error", "");
	}

	@Test
	void whatWasDroppedIsCounted() {
		Span span = this.converter.convert(span(attributes("a", "b")).setTotalAttributeCount(4)
			.setTotalRecordedEvents(2)
			.setTotalRecordedLinks(1)
			.build());
		assertThat(span.tags()).containsEntry("otel.dropped_attributes_count", "3")
			.containsEntry("otel.dropped_events_count", "2")
			.containsEntry("otel.dropped_links_count", "1");
	}

	@Test
	void listsAndEventsAreWrittenAsJson() {
		Attributes list = Attributes.of(AttributeKey.stringArrayKey("list"), List.of("a\"b", "\\", "\n\t\u0001ü"));
		Span span = this.converter
			.convert(span(list).setEvents(List.of(EventData.create(5000, "plain", Attributes.empty()),
					EventData.create(6000, "with", attributes("text", "x", "number", 7))))
				.build());
		assertThat(span.tags()).containsEntry("list", "[\"a\\\"b\",\"\\\\\",\"\\n\\t\\u0001ü\"]");
		assertThat(span.annotations()).extracting("value")
			.containsExactly("plain", "\"with\": {\"number\":7,\"text\":\"x\"}");
		Attributes odd = Attributes.of(AttributeKey.doubleArrayKey("odd"), List.of(Double.NaN, 1.0));
		assertThat(this.converter.convert(span(odd).build()).tags()).containsEntry("odd", "[\"NaN\",1.0]");
	}

	@Test
	void detailedAddsResourceLinksAndTheExceptionOfAnError() {
		Attributes exception = attributes("exception.type", "java.io.IOException", "exception.message", "gone",
				"exception.stacktrace", "at Here");
		Span span = ZipkinSpanConverter.detailed()
			.convert(span().setResource(Resource.create(attributes("service.name", "orders", "host.name", "h")))
				.setLinks(List.of(LinkData.create(CONTEXT)))
				.setTotalRecordedLinks(1)
				.setEvents(List.of(EventData.create(5000, "exception", exception)))
				.setStatus(StatusData.error())
				.build());
		assertThat(span.annotations()).extracting(Annotation::value)
			.containsExactly("exception: java.io.IOException: gone");
		assertThat(span.tags())
			.containsOnlyKeys("host.name", "otel.link.0", "otel.status_code", "error", "exception.stacktrace")
			.containsEntry("exception.stacktrace", "at Here")
			.containsEntry("otel.link.0", CONTEXT.getTraceId() + "-" + CONTEXT.getSpanId())
			.containsEntry("error", "java.io.IOException: gone");
	}

}
