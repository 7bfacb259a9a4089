// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.lifecycle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spring processes an application ahead of time, and writes down all that a native image
 * needs of ours. That it runs and is traced so, the {@code compat} modules see.
 */
class AheadOfTimeTests {

	@Test
	void classesAndHintsAreWrittenDown(@TempDir Path directory) throws Exception {
		Path classes = directory.resolve("classes");
		Path resources = directory.resolve("resources");
		try (Jvm processor = Jvm.start("org.springframework.boot.SpringApplicationAotProcessor",
				RestartedApplication.class.getName(), directory.resolve("sources").toString(), resources.toString(),
				classes.toString(), "io.github.tracespring", "lifecycle")) {
			assertThat(processor.awaitExit()).as(processor::text).isZero();
		}
		String shell = "io/github/tracespring/autoconfigure/inprocess/async/ThreadPoolShell$";
		assertThat(Stream.of("com/zaxxer/hikari/HikariDataSource", shell + "Threads", shell + "ScheduledThreads")
			.map((type) -> classes.resolve(type + "$$SpringCGLIB$$0.class"))).allMatch(Files::exists);
		assertThat(metadata(resources)).contains("io.github.tracespring.autoconfigure.config.TelemetryProperties",
				"org.springframework.boot.restclient.RestTemplateCustomizer", "java.sql.PreparedStatement",
				"zipkin-lens");
	}

	private static String metadata(Path resources) throws IOException {
		StringBuilder text = new StringBuilder();
		try (Stream<Path> files = Files.walk(resources)) {
			for (Path file : files.filter((each) -> each.toString().endsWith(".json")).toList()) {
				text.append(Files.readString(file));
			}
		}
		return text.toString();
	}

}
