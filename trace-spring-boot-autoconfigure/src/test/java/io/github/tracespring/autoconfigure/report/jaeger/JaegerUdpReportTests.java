// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.jaeger;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.Tracer;
import org.junit.jupiter.api.Test;

import io.github.tracespring.autoconfigure.report.Collector;
import io.github.tracespring.autoconfigure.report.Collector.Mood;
import io.github.tracespring.autoconfigure.report.ReportContractTests;
import io.github.tracespring.autoconfigure.report.ReportStatus;
import io.github.tracespring.autoconfigure.report.SpanCounts;
import io.github.tracespring.autoconfigure.report.otlp.OtlpSpans;

import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

class JaegerUdpReportTests extends ReportContractTests {

	private UdpCollector agent;

	@Override
	protected String batcher() {
		return "jaeger";
	}

	@Override
	protected Collector startCollector() {
		this.agent = new UdpCollector();
		return this.agent;
	}

	@Override
	protected String expectedReason() {
		return ": nobody listens on this UDP port\\. ";
	}

	@Override
	protected boolean losesWhatFails() {
		return false;
	}

	/** In several attributes, each of which is shorter than what the SDK cuts. */
	private static void endLarge(ApplicationContext context, String name, int length) {
		SpanBuilder span = context.getBean(Tracer.class).spanBuilder(name);
		for (int rest = length; rest > 0; rest -= 10_000) {
			span.setAttribute("filler" + rest, "x".repeat(Math.min(rest, 10_000)));
		}
		span.startSpan().end();
	}

	@Test
	void everyFieldOfASpanArrives() {
		runner().withPropertyValues("telemetry.resource.[deployment.environment.name]=test")
			.run((context) -> OtlpSpans.endCompleteSpan(context.getBean(OpenTelemetry.class)));
		assertThat(this.agent.batches()).singleElement().satisfies(JaegerSpans::assertComplete);
	}

	@Test
	void batchIsSplitIntoPackets() {
		runner().withPropertyValues("telemetry.batch.schedule-delay=1h")
			.run((context) -> IntStream.range(0, 100).forEach((i) -> endLarge(context, "span " + i, 5000)));
		assertThat(this.agent.packets()).hasSizeGreaterThan(7).allMatch((packet) -> packet.length <= 65_000);
		assertThat(this.agent.names())
			.containsExactlyElementsOf(IntStream.range(0, 100).mapToObj((i) -> "span " + i).toList());
		assertThat(this.log.all()).isEmpty();
	}

	@Test
	void spanThatIsTooLargeIsToldOnceAndCounted() {
		runner().run((context) -> {
			endLarge(context, "too large", 65_000);
			end(context, "small");
			flush(context);
			endLarge(context, "again", 70_000);
			flush(context);
			assertThat(this.log.all()).singleElement()
				.asString()
				.startsWith("WARN " + shownEndpoint() + " refuses spans: the 65")
				.contains(" bytes of 'too large', with the resource, do not fit into a packet (65000 bytes)",
						"telemetry.endpoint=http://localhost:14268/api/traces");
			assertThat(context.getBean(ReportStatus.class).counts()).singleElement()
				.returns(1L, SpanCounts::sent)
				.returns(2L, SpanCounts::rejected);
		});
		assertThat(this.agent.names()).containsExactly("small");
		assertThat(this.log.all()).hasSize(2).element(1).asString().startsWith("WARN Stopping").endsWith(": 1 span");
	}

	@Test
	void outageInTheMiddleOfLifeIsOneOutage() {
		runner().run((context) -> {
			end(context, "before");
			flush(context);
			this.collector.mood(Mood.FAILING);
			for (int i = 0; i < 10; i++) {
				end(context, "meanwhile");
				flush(context);
			}
			assertThat(this.log.all()).singleElement().asString().startsWith("WARN Spans do not reach");
			this.collector.mood(Mood.WELL);
			end(context, "after");
			flush(context);
		});
		// nobody complained of the first before it was taken for sent
		assertThat(this.agent.names()).startsWith("before").contains("after").hasSizeBetween(11, 12);
		assertThat(this.log.all()).hasSize(2).element(1).asString().startsWith("INFO Spans reach").endsWith(", 0 lost");
	}

	@Test
	void schemeIsNotNeededOnTheAgentsPort() {
		runner("localhost:6831").run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void startUpNeitherResolvesNorSends() {
		runner("udp://no-such-host.invalid:6831").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(this.log.all()).isEmpty();
			end(context, "one");
			flush(context);
			flush(context);
			assertThat(this.log.all()).singleElement()
				.asString()
				.startsWith("WARN Spans do not reach udp://no-such-host.invalid:6831: UnknownHostException");
		});
		runner().run((context) -> assertThat(this.collector.requests()).isZero());
	}

	@Test
	void agentThatIsNotThereDoesNotHoldUpClosing() {
		this.collector.mood(Mood.FAILING);
		Instant[] start = new Instant[1];
		runner()
			.withPropertyValues("telemetry.batch.max-export-batch-size=2", "telemetry.batch.schedule-delay=1h",
					"telemetry.shutdown-timeout=1s")
			.run((context) -> {
				end(context, "1", "2", "3", "4", "5", "6", "7");
				start[0] = Instant.now();
			});
		assertThat(Duration.between(start[0], Instant.now())).isLessThan(Duration.ofMillis(2500));
		assertThat(this.log.all()).last().asString().startsWith("WARN Stopping").endsWith(": 7 spans lost");
	}

}
