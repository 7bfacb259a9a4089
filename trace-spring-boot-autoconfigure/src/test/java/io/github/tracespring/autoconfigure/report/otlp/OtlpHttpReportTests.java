// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.otlp;

import com.google.rpc.Status;
import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.junit.jupiter.api.Test;

import io.github.tracespring.autoconfigure.report.Collector;
import io.github.tracespring.autoconfigure.report.HttpCollector;
import io.github.tracespring.autoconfigure.report.JdkHttpReportContractTests;

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

	static ExportTraceServiceRequest decode(byte[] body) {
		try {
			return ExportTraceServiceRequest.parseFrom(body);
		}
		catch (InvalidProtocolBufferException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	@Test
	void toThisMachineNothingIsCompressed() {
		runner().run((context) -> end(context, "one"));
		assertThat(this.http.bodies()).hasSize(1);
		assertThat(this.http.headers()).doesNotContainKey("content-encoding");
	}

	@Test
	void everyFieldOfASpanArrivesCompressed() {
		runner()
			.withPropertyValues("telemetry.batch.compression=gzip",
					"telemetry.resource.[deployment.environment.name]=test")
			.run((context) -> OtlpSpans.endCompleteSpan(context.getBean(OpenTelemetry.class)));
		assertThat(this.http.bodies()).singleElement().satisfies(OtlpSpans::assertComplete);
		assertThat(this.http.headers()).containsEntry("content-encoding", "gzip")
			.containsEntry("content-type", "application/x-protobuf");
	}

	@Test
	void spansThatTheCollectorRejectsOfABatchAreCountedAndLoggedOnceWithTheReason() {
		this.http.answerWith("Content-Type", "application/x-protobuf",
				OtlpSpans.partialSuccess(2, "older than an hour").toByteArray());
		runner().withPropertyValues("telemetry.batch.schedule-delay=1h").run((context) -> {
			end(context, "one", "two", "three");
			flush(context);
			end(context, "four", "five", "six");
			flush(context);
			assertThat(counts(context).sent()).isEqualTo(2);
			assertThat(counts(context).rejected()).isEqualTo(4);
			assertThat(this.log.all()).singleElement()
				.asString()
				.startsWith("WARN " + shownEndpoint() + " refuses spans: older than an hour. 2 spans lost");
		});
	}

	@Test
	void whatTheCollectorHasToSayOfSpansThatItTookIsLogged() {
		this.http.answerWith("Content-Type", "application/x-protobuf",
				OtlpSpans.partialSuccess(0, "use the new port").toByteArray());
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

	@Test
	void reasonOfOpenTelemetrysOwnExporterIsLogged() {
		this.collector.mood(Collector.Mood.FAILING);
		runner()
			.withBean("theirs", SpanExporter.class,
					() -> io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter.builder()
						.setEndpoint(this.collector.endpoint())
						.setMeterProvider(MeterProvider.noop())
						.build())
			.run((context) -> {
				end(context, "one");
				flush(context);
			});
		assertThat(this.log.containing("WARN Spans")).singleElement()
			.asString()
			.startsWith("WARN Spans do not reach the bean 'theirs': HTTP 500 Internal Server Error. ");
	}

}
