// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.otlp;

import io.opentelemetry.api.OpenTelemetry;
import org.junit.jupiter.api.Test;

import io.github.tracespring.autoconfigure.report.Collector;
import io.github.tracespring.autoconfigure.report.NetworkReportContractTests;

import static org.assertj.core.api.Assertions.assertThat;

class OtlpGrpcReportTests extends NetworkReportContractTests {

	@Override
	protected String batcher() {
		return "otlpgrpc";
	}

	@Override
	protected Collector startCollector() throws Exception {
		return new GrpcCollector();
	}

	@Override
	protected String expectedReason() {
		// older versions of OpenTelemetry know the number alone
		return ": gRPC status (INTERNAL|13) not today\\. ";
	}

	@Test
	void everyFieldOfASpanArrives() {
		runner().withPropertyValues("telemetry.resource.[deployment.environment.name]=test")
			.run((context) -> OtlpSpans.endCompleteSpan(context.getBean(OpenTelemetry.class)));
		assertThat(((GrpcCollector) this.collector).taken()).singleElement().satisfies(OtlpSpans::assertComplete);
	}

	@Test
	void configuredHeadersAreSentAndWinOverCredentialsInTheEndpoint() {
		runner(this.collector.endpoint().replace("://", "://joe:s3cret@"))
			.withPropertyValues("telemetry.otlp-headers.X-Api-Key=k", "telemetry.otlp-headers.authorization=Bearer t")
			.run((context) -> end(context, "one"));
		assertThat(this.collector.headers()).containsEntry("x-api-key", "k").containsEntry("authorization", "Bearer t");
	}

}
