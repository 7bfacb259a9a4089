// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.otlp;

import com.google.rpc.Status;
import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import org.junit.jupiter.api.Test;

import io.github.tracespring.autoconfigure.report.HttpCollector;
import io.github.tracespring.autoconfigure.report.JdkHttpReportContractTests;
import io.github.tracespring.autoconfigure.report.ReportStatus;
import io.github.tracespring.autoconfigure.report.SpanCounts;

import static org.assertj.core.api.Assertions.assertThat;

class OtlpHttpReportTests extends JdkHttpReportContractTests<ExportTraceServiceRequest> {

	@Override
	protected String batcher() {
		return "otlphttp";
	}

	@Override
	protected HttpCollector<ExportTraceServiceRequest> startHttpCollector() {
		return new HttpCollector<>("/v1/traces", 200, OtlpHttpReportTests::decode, OtlpSpans::names);
	}

	private static ExportTraceServiceRequest decode(byte[] body) {
		try {
			return ExportTraceServiceRequest.parseFrom(body);
		}
		catch (InvalidProtocolBufferException ex) {
			throw new IllegalArgumentException(ex);
		}
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
	void spansThatTheCollectorRejectsOfABatchAreCountedAndLoggedOnceWithTheReason() {
		this.http.answerWith("Content-Type", "application/x-protobuf", partialSuccess(2, "older than an hour"));
		runner().run((context) -> {
			end(context, "one", "two", "three");
			flush(context);
			end(context, "four", "five", "six");
			flush(context);
			SpanCounts counts = context.getBean(ReportStatus.class).counts().get(0);
			assertThat(counts.sent()).isEqualTo(2);
			assertThat(counts.rejected()).isEqualTo(4);
			assertThat(this.log.all()).singleElement()
				.asString()
				.startsWith("WARN " + shownEndpoint() + " refuses spans: older than an hour. 2 spans lost");
		});
	}

	@Test
	void whatTheCollectorHasToSayOfSpansThatItTookIsLogged() {
		this.http.answerWith("Content-Type", "application/x-protobuf", partialSuccess(0, "use the new port"));
		runner().run((context) -> end(context, "one"));
		assertThat(this.log.all())
			.containsExactly("WARN " + shownEndpoint() + " took all spans, but says: use the new port");
	}

	@Test
	void reasonForARefusalIsReadFromProtobuf() {
		byte[] status = Status.newBuilder().setCode(3).setMessage("no such tenant").build().toByteArray();
		this.http.answerWith("Content-Type", "application/x-protobuf", status).failWith(400);
		runner().run((context) -> end(context, "one"));
		assertThat(this.log.all()).singleElement().asString().contains(" refuses spans: HTTP 400: no such tenant. ");
	}

	private static byte[] partialSuccess(long rejected, String message) {
		ExportTracePartialSuccess partial = ExportTracePartialSuccess.newBuilder()
			.setRejectedSpans(rejected)
			.setErrorMessage(message)
			.build();
		return ExportTraceServiceResponse.newBuilder().setPartialSuccess(partial).build().toByteArray();
	}

	@Test
	void configuredHeadersAreSentAndWinOverCredentialsInTheEndpoint() {
		runner(this.collector.endpoint().replace("://", "://joe:s3cret@"))
			.withPropertyValues("telemetry.otlp-headers.X-Api-Key=k", "telemetry.otlp-headers.authorization=Bearer t")
			.run((context) -> end(context, "one"));
		assertThat(this.http.headers()).containsEntry("x-api-key", "k").containsEntry("authorization", "Bearer t");
	}

}
