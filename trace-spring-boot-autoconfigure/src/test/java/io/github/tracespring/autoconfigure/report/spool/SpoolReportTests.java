// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.spool;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.tracespring.autoconfigure.config.InvalidTelemetryPropertyException;
import io.github.tracespring.autoconfigure.config.TelemetryAutoConfiguration;
import io.github.tracespring.autoconfigure.core.TracingAutoConfiguration;
import io.github.tracespring.autoconfigure.report.Collector.Mood;
import io.github.tracespring.autoconfigure.report.HttpCollector;
import io.github.tracespring.autoconfigure.report.ReportAutoConfiguration;
import io.github.tracespring.autoconfigure.report.ReportStatus;
import io.github.tracespring.autoconfigure.report.SpanCounts;
import io.github.tracespring.autoconfigure.report.otlp.OtlpDecoder;
import io.github.tracespring.autoconfigure.report.otlp.OtlpSpans;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an application leaves in its spool when its collector is away and it ends, and
 * what the next one does with that.
 */
class SpoolReportTests {

	@TempDir
	private Path directory;

	private final HttpCollector<ExportTraceServiceRequest> collector = new HttpCollector<>("/v1/traces", 200,
			SpoolReportTests::parse, OtlpSpans::names);

	@AfterEach
	void close() {
		this.collector.close();
	}

	private static ExportTraceServiceRequest parse(byte[] body) {
		try {
			return ExportTraceServiceRequest.parseFrom(body);
		}
		catch (IOException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	private String[] properties(String delay) {
		return new String[] { "telemetry.name=orders", "telemetry.batcher=otlphttp",
				"telemetry.endpoint=" + this.collector.endpoint(), "telemetry.spool.directory=" + this.directory,
				"telemetry.batch.max-export-batch-size=10", "telemetry.batch.schedule-delay=" + delay,
				"telemetry.batch.max-in-flight=2", "telemetry.shutdown-timeout=3s" };
	}

	private ApplicationContextRunner runner() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(TelemetryAutoConfiguration.class, ReportAutoConfiguration.class,
					TracingAutoConfiguration.class))
			.withPropertyValues(properties("100ms"));
	}

	/** The only directory of an application there. */
	private Path lane() {
		return Spools.files(this.directory, "").get(0);
	}

	/** The names of all spans on the disk, in their order. */
	private List<String> stored() throws Exception {
		List<String> names = new ArrayList<>();
		for (Path segment : Spools.files(lane(), ".spans")) {
			try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "r")) {
				for (Record record = Record.read(file, 0, file.length()); !record.isEnd();) {
					OtlpDecoder.decode(record.message()).stream().map(SpanData::getName).forEach(names::add);
					record = Record.read(file, record.end(), file.length());
				}
			}
		}
		return names;
	}

	@Test
	void whatWasSpooledBeforeTheKillArrivesOnceInItsOrderBesideFreshSpans() throws Exception {
		this.collector.failWith(503);
		List<String> stored;
		try (SpoolApplication application = SpoolApplication.start(properties("100ms"))) {
			for (int i = 0; i < 100; i++) {
				application.end("old " + i);
			}
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.untilAsserted(() -> assertThat(application.spooled()).isGreaterThanOrEqualTo(80));
			long spooled = application.spooled();
			application.kill();
			stored = stored();
			assertThat(stored).hasSizeGreaterThanOrEqualTo((int) spooled).doesNotHaveDuplicates();
		}
		this.collector.mood(Mood.WELL);
		runner().run((context) -> {
			List<String> fresh = IntStream.range(0, 30).mapToObj((i) -> "fresh " + i).toList();
			fresh.forEach((name) -> context.getBean(Tracer.class).spanBuilder(name).startSpan().end());
			ReportStatus status = context.getBean(ReportStatus.class);
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.until(() -> status.counts().get(0),
						(counts) -> counts.sent() == 30 && counts.spool().sent() >= stored.size());
			assertThat(status.counts().get(0)).extracting(SpanCounts::produced, SpanCounts::waiting, SpanCounts::spool)
				.containsExactly(30L, 0L, new SpanCounts.Spooled(stored.size(), 0, 0, 0));
			assertThat(arrived("old ")).isEqualTo(stored);
			assertThat(arrived("fresh ")).containsExactlyInAnyOrderElementsOf(fresh);
		});
		assertThat(Spools.files(lane(), "")).isEmpty();
	}

	private List<String> arrived(String prefix) {
		return this.collector.names().stream().filter((name) -> name.startsWith(prefix)).toList();
	}

	@ParameterizedTest
	@EnumSource(value = Mood.class, names = { "FAILING", "HANGING" })
	void whatIsLeftWhenTheApplicationIsAskedToStopIsSpooledInTimeAndArrives(Mood mood) throws Exception {
		this.collector.failWith(503);
		this.collector.mood(mood);
		try (SpoolApplication application = SpoolApplication.start(properties("1h"))) {
			for (int i = 0; i < 25; i++) {
				application.end("last " + i);
			}
			long begin = System.nanoTime();
			List<String> log = application.terminate();
			assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
			assertThat(log).filteredOn((line) -> line.contains("0 spans lost, 25 kept in " + lane())).hasSize(1);
		}
		int before = this.collector.requests();
		this.collector.mood(Mood.WELL);
		runner().run((context) -> Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> context.getBean(ReportStatus.class).counts().get(0).spool().sent() == 25));
		assertThat(arrived("last ")).containsAll(IntStream.range(0, 25).mapToObj((i) -> "last " + i).toList());
		assertThat(this.collector.requests()).isGreaterThan(before);
	}

	@Test
	void thereIsNoneUnlessADirectoryIsSetAndSpansAreSent() {
		runner().withPropertyValues("telemetry.spool.directory=")
			.run((context) -> assertThat(context.getBeanProvider(Spool.class).getIfAvailable()).isNull());
		runner().withPropertyValues("telemetry.endpoint=")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(Spool.class));
		runner().withPropertyValues("telemetry.batcher=log")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(Spool.class));
		runner().withBean(SpanExporter.class, InMemorySpanExporter::create)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(Spool.class));
		assertThat(Spools.files(this.directory, "")).isEmpty();
	}

	@Test
	void eachEndpointAndEachApplicationHasAPlaceOfItsOwn() {
		for (String change : List.of("telemetry.name=orders", "telemetry.name=other/name",
				"telemetry.endpoint=http://localhost:1/v1/traces")) {
			runner().withPropertyValues(change).run((context) -> {
				assertThat(context.getBean(Spool.class).offer(Spools.batch("a"))).isTrue();
				context.getBean(Spool.class).close();
			});
		}
		assertThat(Spools.files(this.directory, "")).hasSize(3);
	}

	@Test
	void valueThatCanNotWorkFailsStartUp() throws IOException {
		Path file = Files.createFile(this.directory.resolve("file"));
		refuses("telemetry.spool.directory=" + file, "the directory can not be written");
		refuses("telemetry.spool.directory=" + file.resolve("below"), "the directory can not be written");
		refuses("telemetry.spool.max-size=1000KB", "it is less than 1MB");
		refuses("telemetry.spool.max-age=0s", "it is not between zero and a year");
		refuses("telemetry.spool.max-age=1000d", "it is not between zero and a year");
	}

	private void refuses(String property, String reason) {
		String name = property.substring(0, property.indexOf('='));
		runner().withPropertyValues(property)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidTelemetryPropertyException.class)
				.hasMessageStartingWith(name + "=")
				.hasMessageContaining(reason));
	}

}
