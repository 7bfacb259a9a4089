// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.compat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How an application ends, with nothing but the starter: a job that exits at once has
 * reported its spans, by whichever batcher, and a bad value is explained.
 */
class EndTests {

	@ParameterizedTest
	@ValueSource(strings = { "zipkin", "otlphttp", "jaeger" })
	void jobThatExitsAtOnceHasReported(String batcher) throws IOException {
		try (Collector collector = new Collector()) {
			Run run = run("--telemetry.batcher=" + batcher,
					"--telemetry.endpoint=" + collector.endpoint() + "/" + batcher);
			assertThat(run.exit()).as(run::text).isZero();
			assertThat(collector.bodies().stream().map(EndTests::text).collect(Collectors.joining())).contains("job")
				.contains("step");
		}
	}

	@Test
	void jobThatExitsAtOnceHasWrittenItsFile(@TempDir Path directory) throws IOException {
		Line.assume(Line.classPath(Scenario.RUNNER).stream().anyMatch((jar) -> jar.toString().contains("logging-otlp")),
				"the exporter of the file batcher does not resolve on this line");
		Path file = directory.resolve("spans.json");
		Run run = run("--telemetry.batcher=file", "--telemetry.endpoint=" + file);
		assertThat(run.exit()).as(run::text).isZero();
		assertThat(file).as(run::text).exists();
		assertThat(Files.readString(file)).contains("\"name\":\"job\"").contains("\"name\":\"step\"");
	}

	@ParameterizedTest
	@EnumSource(names = { "PLAIN", "AOT", "LAZY" })
	void badValueIsExplained(Mode mode) throws IOException {
		Run run = Scenario.RUNNER.run(Jdk.OF_THE_BUILD, mode, List.of("--telemetry.sampler=2"));
		assertThat(run.exit()).isEqualTo(1);
		String text = run.text();
		String explained = text.substring(text.indexOf("APPLICATION FAILED TO START"));
		assertThat(explained.strip()).isEqualTo(Files.readString(Line.EXPECTED.resolve("bad-value.txt")).strip());
	}

	@Test
	void switchThatCameTooLateIsSaid() {
		Run run = Scenario.RUNNER.run(Jdk.OF_THE_BUILD, Mode.AOT, List.of("--telemetry.disabled=true"));
		assertThat(run.exit()).as(run::text).isZero();
		assertThat(run.text()).contains("telemetry.disabled is not heeded");
	}

	private static Run run(String... arguments) {
		return Scenario.JOB.run(Jdk.OF_THE_BUILD, Mode.PLAIN, List.of(arguments));
	}

	private static String text(byte[] body) {
		return new String(body, StandardCharsets.ISO_8859_1);
	}

}
