// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

import io.github.tracespring.autoconfigure.config.InvalidTelemetryPropertyException;
import io.github.tracespring.autoconfigure.report.Collector;
import io.github.tracespring.autoconfigure.report.ReportContractTests;
import io.github.tracespring.autoconfigure.report.ReportStatus;
import io.github.tracespring.autoconfigure.report.SpanCounts;
import io.github.tracespring.autoconfigure.report.otlp.OtlpSpans;

import static org.assertj.core.api.Assertions.assertThat;

class FileReportTests extends ReportContractTests {

	private static final Pattern IDS = Pattern.compile("\"(traceId|spanId|parentSpanId)\":\"([0-9a-f]*)\"");

	@TempDir
	Path directory;

	@Override
	protected String batcher() {
		return "file";
	}

	@Override
	protected Collector startCollector() {
		return new FileReader(this.directory.resolve("new/traces.jsonl"));
	}

	@Override
	protected String expectedReason() {
		return ": FileSystemException: .*: Is a directory\\. ";
	}

	@Override
	protected boolean losesWhatFails() {
		return false;
	}

	@Test
	void everyFieldOfASpanArrives() {
		runner().withPropertyValues("telemetry.resource.[deployment.environment.name]=test")
			.run((context) -> OtlpSpans.endCompleteSpan(context.getBean(OpenTelemetry.class)));
		assertThat(((FileReader) this.collector).lines()).singleElement().satisfies(OtlpSpans::assertComplete);
	}

	@Test
	void eachBatchIsOneLineThatIsThereAtOnce() {
		runner().run((context) -> {
			end(context, "one", "two");
			flush(context);
			end(context, "three");
			flush(context);
			assertThat(((FileReader) this.collector).lines()).extracting(OtlpSpans::names)
				.containsExactly(List.of("one", "two"), List.of("three"));
		});
	}

	@Test
	void fileThatWasRotatedAwayIsMadeAnew() {
		runner().run((context) -> {
			end(context, "old");
			flush(context);
			Path file = Path.of(this.collector.endpoint());
			Files.move(file, file.resolveSibling("traces.1"));
			end(context, "new");
			flush(context);
			assertThat(this.collector.names()).containsExactly("new");
		});
	}

	@Test
	void linesOfTwoContextsDoNotMix() throws Exception {
		CountDownLatch start = new CountDownLatch(2);
		Thread other = new Thread(() -> writeMany(start), "other context");
		other.start();
		writeMany(start);
		other.join();
		assertThat(this.collector.names()).hasSize(2 * 200 * 20);
	}

	private void writeMany(CountDownLatch start) {
		String[] names = IntStream.range(0, 20).mapToObj((i) -> "a long name ".repeat(40) + i).toArray(String[]::new);
		runner().run((context) -> {
			start.countDown();
			start.await();
			for (int i = 0; i < 200; i++) {
				end(context, names);
				flush(context);
			}
		});
	}

	@Test
	@EnabledIf("hasFullDevice")
	void spansWaitForRoomOnAFullDisk() {
		runner("/dev/full").withPropertyValues("telemetry.shutdown-timeout=100ms").run((context) -> {
			end(context, "one");
			flush(context);
			flush(context);
			assertThat(this.log.all()).singleElement()
				.asString()
				.startsWith("WARN Spans do not reach /dev/full: No space left on device. At most 10000 wait");
			assertThat(context.getBean(ReportStatus.class).counts()).singleElement().returns(1L, SpanCounts::waiting);
		});
	}

	static boolean hasFullDevice() {
		return Files.exists(Path.of("/dev/full"));
	}

	@Test
	void fileThatCanNotBeWrittenFailsStartUp() throws IOException {
		Path file = Files.createFile(this.directory.resolve("file"));
		runner(file.resolve("below").toString()).run((context) -> assertThat(context).getFailure()
			.rootCause()
			.isInstanceOf(InvalidTelemetryPropertyException.class)
			.hasMessageStartingWith("telemetry.endpoint=" + file.resolve("below") + ": the file can not be written ("));
		runner(this.directory.toString()).run((context) -> assertThat(context).getFailure()
			.rootCause()
			.isInstanceOf(InvalidTelemetryPropertyException.class)
			.hasMessageContaining("Is a directory"));
	}

	/**
	 * The file, read by protobuf's own JSON parser. A directory in its place makes it
	 * fail, even for root.
	 */
	private record FileReader(Path file) implements Collector {

		List<ExportTraceServiceRequest> lines() {
			try {
				return Files.exists(this.file) ? Files.readAllLines(this.file).stream().map(FileReader::parse).toList()
						: List.of();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		/**
		 * OTLP's JSON writes ids in hex, where protobuf's mapping has base64 for bytes.
		 */
		private static ExportTraceServiceRequest parse(String line) {
			String base64 = IDS.matcher(line)
				.replaceAll((id) -> "\"" + id.group(1) + "\":\""
						+ Base64.getEncoder().encodeToString(HexFormat.of().parseHex(id.group(2))) + "\"");
			ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
			try {
				JsonFormat.parser().merge(base64, request);
			}
			catch (InvalidProtocolBufferException ex) {
				throw new IllegalArgumentException(line, ex);
			}
			return request.build();
		}

		@Override
		public String endpoint() {
			return this.file.toString();
		}

		@Override
		public void mood(Mood mood) {
			try {
				Files.deleteIfExists(this.file);
				if (mood == Mood.FAILING) {
					Files.createDirectory(this.file);
				}
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		@Override
		public int requests() {
			return lines().size();
		}

		@Override
		public List<String> names() {
			return lines().stream().map(OtlpSpans::names).flatMap(List::stream).toList();
		}

		@Override
		public Map<String, String> headers() {
			return Map.of();
		}

		@Override
		public void close() {
		}

	}

}
