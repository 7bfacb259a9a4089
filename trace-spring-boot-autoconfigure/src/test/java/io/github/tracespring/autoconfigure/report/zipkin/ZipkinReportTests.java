// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.zipkin;

import java.util.List;

import io.opentelemetry.api.OpenTelemetry;
import org.junit.jupiter.api.Test;
import zipkin2.Endpoint;
import zipkin2.Span;
import zipkin2.codec.SpanBytesDecoder;

import io.github.tracespring.autoconfigure.report.HttpCollector;
import io.github.tracespring.autoconfigure.report.JdkHttpReportContractTests;
import io.github.tracespring.autoconfigure.report.otlp.OtlpSpans;

import static org.assertj.core.api.Assertions.assertThat;

class ZipkinReportTests extends JdkHttpReportContractTests<List<Span>> {

	@Override
	protected String batcher() {
		return "zipkin";
	}

	@Override
	protected HttpCollector<List<Span>> startHttpCollector() {
		return new HttpCollector<>("/api/v2/spans", 202, SpanBytesDecoder.JSON_V2::decodeList,
				(spans) -> spans.stream().map(Span::name).toList());
	}

	@Test
	void everyFieldThatZipkinHasArrivesCompressed() {
		runner().withPropertyValues("telemetry.batch.compression=gzip")
			.run((context) -> OtlpSpans.endCompleteSpan(context.getBean(OpenTelemetry.class)));
		Span span = this.http.bodies().get(0).get(0);
		assertThat(span.traceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
		assertThat(span.parentId()).isEqualTo("b7ad6b7169203331");
		assertThat(span.id()).matches("[0-9a-f]{16}").isNotEqualTo("0000000000000000");
		assertThat(span.kind()).isEqualTo(Span.Kind.PRODUCER);
		assertThat(span.name()).isEqualTo("get /users/{id}");
		assertThat(span.timestampAsLong()).isEqualTo(1_700_000_000_123_456L);
		assertThat(span.durationAsLong()).isEqualTo(5000);
		assertThat(span.localEndpoint()).isEqualTo(Endpoint.newBuilder().serviceName("orders").build());
		assertThat(span.tags()).containsEntry("text", "Grüße \"\n")
			.containsEntry("flag", "true")
			.containsEntry("number", "9223372036854775807")
			.containsEntry("fraction", "0.25")
			.containsEntry("texts", "[\"a\",\"b\"]")
			.containsEntry("flags", "[true,false]")
			.containsEntry("numbers", "[1,2]")
			.containsEntry("fractions", "[0.5,1.5]")
			.containsEntry("otel.status_code", "ERROR")
			.containsEntry("error", "it broke")
			.containsEntry("otel.scope.name", "my.library")
			.containsEntry("otel.scope.version", "1.2.3")
			.hasSize(12);
		assertThat(span.annotations()).singleElement().satisfies((annotation) -> {
			assertThat(annotation.timestamp()).isEqualTo(1_700_000_000_123_457L);
			assertThat(annotation.value()).isEqualTo("\"cache miss\": {\"size\":3}");
		});
		assertThat(this.http.headers()).containsEntry("content-encoding", "gzip")
			.containsEntry("content-type", "application/json")
			.doesNotContainKey("upgrade");
	}

}
