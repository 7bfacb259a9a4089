// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.otlp;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import org.junit.jupiter.api.Test;

import io.github.tracespring.autoconfigure.report.Collector;
import io.github.tracespring.autoconfigure.report.HttpCollector;
import io.github.tracespring.autoconfigure.report.NetworkReportContractTests;

import static org.assertj.core.api.Assertions.assertThat;

class OtlpHttpReportTests extends NetworkReportContractTests {

	private HttpCollector<ExportTraceServiceRequest> http;

	@Override
	protected String batcher() {
		return "otlphttp";
	}

	@Override
	protected Collector startCollector() {
		this.http = new HttpCollector<>("/v1/traces", 200, OtlpHttpReportTests::decode, OtlpSpans::names);
		return this.http;
	}

	private static ExportTraceServiceRequest decode(byte[] body) {
		try {
			return ExportTraceServiceRequest.parseFrom(body);
		}
		catch (InvalidProtocolBufferException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	@Override
	protected String expectedReason() {
		return ": HTTP 500 Internal Server Error\\. ";
	}

	@Test
	void everyFieldOfASpanArrivesCompressed() {
		runner().withPropertyValues("telemetry.resource.[deployment.environment.name]=test")
			.run((context) -> OtlpSpans.endCompleteSpan(context.getBean(OpenTelemetry.class)));
		assertThat(this.http.bodies()).singleElement().satisfies(OtlpSpans::assertComplete);
		assertThat(this.http.headers()).containsEntry("content-encoding", "gzip")
			.containsEntry("content-type", "application/x-protobuf");
	}

	@Test
	void configuredHeadersAreSentAndWinOverCredentialsInTheEndpoint() {
		runner(this.collector.endpoint().replace("://", "://joe:s3cret@"))
			.withPropertyValues("telemetry.otlp-headers.X-Api-Key=k", "telemetry.otlp-headers.authorization=Bearer t")
			.run((context) -> end(context, "one"));
		assertThat(this.http.headers()).containsEntry("x-api-key", "k").containsEntry("authorization", "Bearer t");
	}

}
