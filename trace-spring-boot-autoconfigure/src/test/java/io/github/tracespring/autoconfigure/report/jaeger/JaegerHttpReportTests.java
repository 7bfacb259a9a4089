// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.jaeger;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

import io.jaegertracing.thriftjava.Batch;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.testing.trace.TestSpanData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.junit.jupiter.api.Test;

import io.github.tracespring.autoconfigure.report.HttpCollector;
import io.github.tracespring.autoconfigure.report.JdkHttpReportContractTests;
import io.github.tracespring.autoconfigure.report.otlp.OtlpSpans;

import static org.assertj.core.api.Assertions.assertThat;

class JaegerHttpReportTests extends JdkHttpReportContractTests<Batch> {

	@Override
	protected String batcher() {
		return "jaeger";
	}

	@Override
	protected HttpCollector<Batch> startHttpCollector() {
		return new HttpCollector<>("/api/traces", 202, Thrift::decodeBody, Thrift::names);
	}

	@Test
	void everyFieldOfASpanArrivesNotCompressed() {
		runner().withPropertyValues("telemetry.resource.[deployment.environment.name]=test")
			.run((context) -> OtlpSpans.endCompleteSpan(context.getBean(OpenTelemetry.class)));
		assertThat(this.http.bodies()).singleElement().satisfies(JaegerSpans::assertComplete);
		assertThat(this.http.headers()).containsEntry("content-type", "application/x-thrift")
			.doesNotContainKeys("content-encoding", "upgrade", "authorization");
	}

	@Test
	void configuredCredentialsWinOverThoseInTheEndpointAndAreNotLogged() {
		runner(this.collector.endpoint().replace("://", "://joe:s3cret@"))
			.withPropertyValues("telemetry.jaeger.username=jane", "telemetry.jaeger.password=pa:ss wörd")
			.run((context) -> {
				end(context, "one");
				flush(context);
				this.http.failWith(401);
				end(context, "two");
				flush(context);
			});
		String expected = Base64.getEncoder().encodeToString("jane:pa:ss wörd".getBytes(StandardCharsets.UTF_8));
		assertThat(this.http.headers()).containsEntry("authorization", "Basic " + expected);
		assertThat(this.log.containing("://***@localhost")).isNotEmpty();
		assertThat(this.log.all()).noneMatch((line) -> line.contains("pa:ss") || line.contains("s3cret"));
	}

	@Test
	void eachResourceIsABatchOfItsOwn() {
		runner().run((context) -> {
			SpanExporter exporter = context.getBean(SpanExporter.class);
			exporter.export(List.of(span("a", "one"), span("b", "two"), span("a", "three")));
			await((collector) -> assertThat(collector.requests()).isEqualTo(2));
		});
		assertThat(this.http.bodies()).extracting((batch) -> batch.getProcess().getServiceName(), Thrift::names)
			.containsExactlyInAnyOrder(org.assertj.core.groups.Tuple.tuple("a", List.of("one", "three")),
					org.assertj.core.groups.Tuple.tuple("b", List.of("two")));
	}

	private static SpanData span(String service, String name) {
		return TestSpanData.builder()
			.setName(name)
			.setKind(SpanKind.INTERNAL)
			.setStartEpochNanos(0)
			.setEndEpochNanos(1)
			.setStatus(StatusData.unset())
			.setHasEnded(true)
			.setResource(Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), service)))
			.build();
	}

}
