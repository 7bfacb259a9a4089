// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.compat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Each application has the same traces, on each line of Spring Boot, on each JDK and
 * however it runs, and nothing in its log that warns. What is expected is written down
 * once ({@code expected/*.txt}).
 */
class ApplicationTests {

	private static final Pattern LOGGED = Pattern
		.compile(".* INFO .*\\[(?:([0-9a-f]{32})-([0-9a-f]{16}) *| *)] i\\.g\\.t\\.c\\S* +: (.*)");

	private static final Pattern IN_FORCE = Pattern.compile(".* : (Tracing .*)");

	@ParameterizedTest(name = "{0}, {1}, {2}")
	@MethodSource("runs")
	void sameTracesAndNothingToWarnOf(Scenario scenario, Jdk jdk, Mode mode) throws IOException {
		Line.assume(jdk.home() != null, "this machine has no " + jdk);
		try (Collector collector = new Collector()) {
			Run run = scenario.run(jdk, mode,
					List.of("--telemetry.batcher=otlphttp", "--telemetry.endpoint=" + collector.endpoint()));
			assertThat(run.exit()).as(run::text).isZero();
			assertThat(run.warnings()).as(run::text).allMatch(scenario::logs);
			compare(scenario, describe(run, new Traces(collector.spans())));
		}
	}

	static Stream<Arguments> runs() {
		List<Arguments> runs = new ArrayList<>();
		for (Scenario scenario : Scenario.wanted()) {
			if (Line.FULL) {
				Stream.of(Mode.PLAIN, Mode.AOT, Mode.LAZY)
					.forEach((mode) -> runs.add(arguments(scenario, Jdk.find(17), mode)));
				runs.add(arguments(scenario, Jdk.find(21), Mode.VIRTUAL_THREADS));
				Stream.of(Mode.PLAIN, Mode.AOT, Mode.VIRTUAL_THREADS)
					.forEach((mode) -> runs.add(arguments(scenario, Jdk.find(25), mode)));
			}
			else {
				runs.add(arguments(scenario, Jdk.OF_THE_BUILD, Mode.PLAIN));
				if (scenario == Scenario.MVC || scenario == Scenario.ASYNC) {
					runs.add(arguments(scenario, Jdk.OF_THE_BUILD, Mode.AOT));
				}
			}
		}
		return runs.stream();
	}

	private static String describe(Run run, Traces traces) {
		List<String> lines = new ArrayList<>();
		run.output().stream().filter((line) -> line.startsWith("> ")).forEach(lines::add);
		run.output()
			.stream()
			.map(IN_FORCE::matcher)
			.filter(Matcher::matches)
			.forEach((line) -> lines.add("log: " + line.group(1).replaceAll("127\\.0\\.0\\.1:\\d+", "127.0.0.1:*")));
		run.output()
			.stream()
			.map(LOGGED::matcher)
			.filter(Matcher::matches)
			.filter((line) -> !line.group(3).matches("(Start|No active profile).*"))
			.map((line) -> "log: " + line.group(3) + ", in "
					+ ((line.group(1) != null) ? traces.name(line.group(1), line.group(2)) : "no span"))
			.sorted()
			.forEach(lines::add);
		return String.join("\n", lines) + "\n\n" + traces.draw();
	}

	private static void compare(Scenario scenario, String text) throws IOException {
		Path expected = Line.EXPECTED.resolve(scenario + ".txt");
		if (Boolean.getBoolean("compat.write") && !Files.exists(expected)) {
			Files.writeString(expected, text);
		}
		assertThat(text).isEqualTo(Files.readString(expected));
	}

}
