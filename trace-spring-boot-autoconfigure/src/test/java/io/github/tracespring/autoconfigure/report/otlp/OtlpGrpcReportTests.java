// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.otlp;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.google.protobuf.Duration;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;

import io.github.tracespring.autoconfigure.report.Collector;
import io.github.tracespring.autoconfigure.report.DropReason;
import io.github.tracespring.autoconfigure.report.NetworkReportContractTests;

import static org.assertj.core.api.Assertions.assertThat;

class OtlpGrpcReportTests extends NetworkReportContractTests {

	private GrpcCollector grpc;

	@Override
	protected String batcher() {
		return "otlpgrpc";
	}

	@Override
	protected Collector startCollector() throws Exception {
		this.grpc = new GrpcCollector();
		return this.grpc;
	}

	@Override
	protected String expectedReason() {
		return ": gRPC status INTERNAL: not today\\. ";
	}

	@Test
	void everyFieldOfASpanArrives() {
		runner().withPropertyValues("telemetry.resource.[deployment.environment.name]=test")
			.run((context) -> OtlpSpans.endCompleteSpan(context.getBean(OpenTelemetry.class)));
		assertThat(this.grpc.taken()).singleElement().satisfies(OtlpSpans::assertComplete);
	}

	@ParameterizedTest
	@EnumSource(names = { "CANCELLED", "DEADLINE_EXCEEDED", "ABORTED", "OUT_OF_RANGE", "UNAVAILABLE", "DATA_LOSS" })
	void whatMayBeTakenLaterIsSentAgain(Status.Code code) {
		this.grpc.failWith(code.toStatus(), null);
		runner().run((context) -> {
			end(context, "one", "two");
			await((collector) -> assertThat(collector.requests()).isPositive());
			this.grpc.mood(Collector.Mood.WELL);
			await((collector) -> assertThat(collector.names()).containsExactly("one", "two"));
		});
		assertThat(this.log.containing("lost")).noneMatch((line) -> line.contains("Stopping"));
	}

	@Test
	void exhaustedCollectorIsAskedAgainWhenItSays() {
		RetryInfo retryInfo = RetryInfo.newBuilder()
			.setRetryDelay(Duration.newBuilder().setSeconds(1).setNanos(1000))
			.build();
		this.grpc.failWith(Status.RESOURCE_EXHAUSTED, retryInfo);
		runner().run((context) -> {
			end(context, "one");
			await((collector) -> assertThat(collector.requests()).isEqualTo(1));
			this.grpc.mood(Collector.Mood.WELL);
			await((collector) -> assertThat(collector.names()).containsExactly("one"));
		});
		List<Long> arrivals = this.grpc.arrivals();
		assertThat(arrivals.get(1) - arrivals.get(0)).isGreaterThanOrEqualTo(TimeUnit.SECONDS.toNanos(1));
	}

	@ParameterizedTest
	@EnumSource(names = { "INVALID_ARGUMENT", "PERMISSION_DENIED", "UNAUTHENTICATED", "UNIMPLEMENTED",
			"RESOURCE_EXHAUSTED" })
	void whatIsRefusedForGoodIsCountedAndLoggedOnceWithTheReason(Status.Code code) {
		this.grpc.failWith(code.toStatus().withDescription("100 % Grüße + nein"), null);
		runner().withPropertyValues("telemetry.batch.schedule-delay=1h").run((context) -> {
			end(context, "one");
			flush(context);
			end(context, "two", "three");
			flush(context);
			assertThat(counts(context).rejected()).isEqualTo(3);
			assertThat(counts(context).dropped().values()).containsOnly(0L);
			assertThat(this.log.all()).singleElement()
				.asString()
				.startsWith("WARN " + shownEndpoint() + " refuses spans: gRPC status " + code
						+ ": 100 % Grüße + nein. 1 span lost");
		});
		assertThat(this.grpc.requests()).isEqualTo(2);
	}

	@Test
	void spansThatTheCollectorRejectsOfABatchAreCountedAndLoggedWithTheReason() {
		this.grpc.answerWith(OtlpSpans.partialSuccess(2, "older than an hour"));
		runner().withPropertyValues("telemetry.batch.schedule-delay=1h").run((context) -> {
			end(context, "one", "two", "three");
			flush(context);
			assertThat(counts(context).sent()).isEqualTo(1);
			assertThat(counts(context).rejected()).isEqualTo(2);
		});
		assertThat(this.log.all()).singleElement()
			.asString()
			.startsWith("WARN " + shownEndpoint() + " refuses spans: older than an hour. 2 spans lost");
	}

	@Test
	void hugeAnswerIsASuccessThatIsNotReadToItsEnd() {
		this.grpc.answerWith(OtlpSpans.partialSuccess(0, "x".repeat(50_000_000)));
		runner().withPropertyValues("telemetry.batch.schedule-delay=1h").run((context) -> {
			end(context, "one", "two");
			flush(context);
			await((collector) -> assertThat(counts(context).sent()).isEqualTo(2));
			this.grpc.answerWith(ExportTraceServiceResponse.getDefaultInstance());
			end(context, "three");
			flush(context);
			await((collector) -> assertThat(counts(context).sent()).isEqualTo(3));
		});
		assertThat(this.grpc.names()).containsExactlyInAnyOrder("one", "two", "three");
		assertThat(this.log.all()).isEmpty();
	}

	@Test
	void proxyThatCanNotReachTheCollectorIsAskedAgain() {
		expectOutage(503, "HTTP 503: <html>\\.");
	}

	@Test
	void redirectIsNotFollowedAndItsHostIsLogged() {
		expectOutage(302, "HTTP 302 to elsewhere\\.example:8443, and redirects are not followed\\.");
	}

	@Test
	void pageThatIsNoGrpcIsNotTakenForASuccess() {
		DisposableServer proxy = proxy(200, new AtomicInteger());
		runner("http://localhost:" + proxy.port()).run((context) -> {
			end(context, "one");
			flush(context);
			assertThat(counts(context).dropped()).containsEntry(DropReason.EXPORT_FAILED, 1L);
			assertThat(this.log.all()).singleElement()
				.asString()
				.contains(": HTTP 200, and what answers does not speak gRPC. ");
		});
		proxy.disposeNow();
	}

	@Test
	void clientDoesNotSendABatchAgainByItself() {
		AtomicInteger requests = new AtomicInteger();
		DisposableServer proxy = proxy(503, requests);
		runner("http://localhost:" + proxy.port()).run((context) -> {
			SpanExporter exporter = context.getBean(SpanExporter.class);
			assertThat(exporter.export(List.of()).join(20, TimeUnit.SECONDS).isSuccess()).isFalse();
		});
		assertThat(requests).hasValue(1);
		proxy.disposeNow();
	}

	private static DisposableServer proxy(int status, AtomicInteger requests) {
		return HttpServer.create().host("localhost").protocol(HttpProtocol.H2C).handle((request, response) -> {
			requests.incrementAndGet();
			return response.status(status)
				.header("Location", "https://elsewhere.example:8443/?token=s3cret")
				.header("Retry-After", "0")
				.header("Content-Type", "text/html")
				.sendString(Mono.just("<html>"));
		}).bindNow();
	}

	private void expectOutage(int status, String reason) {
		DisposableServer proxy = proxy(status, new AtomicInteger());
		runner("http://localhost:" + proxy.port()).withPropertyValues("telemetry.shutdown-timeout=100ms")
			.run((context) -> {
				end(context, "one");
				await((collector) -> assertThat(this.log.all()).singleElement()
					.asString()
					.containsPattern("^WARN Spans do not reach .*: " + reason));
				assertThat(counts(context).waiting()).isEqualTo(1);
			});
		proxy.disposeNow();
	}

	@Test
	void reasonOfOpenTelemetrysOwnExporterIsLogged() {
		this.collector.mood(Collector.Mood.FAILING);
		runner()
			.withBean("theirs", SpanExporter.class,
					() -> io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter.builder()
						.setEndpoint(this.collector.endpoint())
						.setMeterProvider(MeterProvider.noop())
						.build())
			.run((context) -> {
				end(context, "one");
				flush(context);
			});
		assertThat(this.log.containing("WARN Spans")).singleElement()
			.asString()
			.startsWith("WARN Spans do not reach the bean 'theirs': gRPC status INTERNAL not today. ");
	}

}
