// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.lifecycle;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zipkin2.Span;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spring processes an application ahead of time, which is then traced as ever, and writes
 * down all that a native image needs of ours.
 */
class AheadOfTimeTests {

	private static final String MAIN = RestartedApplication.class.getName();

	@TempDir
	private Path directory;

	@Test
	void classesAndHintsAreWrittenDownAndUsed() throws Exception {
		Path classes = this.directory.resolve("classes");
		Path resources = this.directory.resolve("resources");
		Path sources = this.directory.resolve("sources");
		try (Jvm processor = Jvm.start("org.springframework.boot.SpringApplicationAotProcessor", MAIN,
				sources.toString(), resources.toString(), classes.toString(), "io.github.tracespring", "lifecycle")) {
			assertThat(processor.awaitExit()).as(processor::text).isZero();
		}
		String shell = "io/github/tracespring/autoconfigure/inprocess/async/ThreadPoolShell$";
		assertThat(Stream.of("com/zaxxer/hikari/HikariDataSource", shell + "Threads", shell + "ScheduledThreads")
			.map((type) -> classes.resolve(type + "$$SpringCGLIB$$0.class"))).allMatch(Files::exists);
		assertThat(metadata(resources)).contains("io.github.tracespring.autoconfigure.config.TelemetryProperties",
				"org.springframework.boot.restclient.RestTemplateCustomizer", "java.sql.PreparedStatement",
				"zipkin-lens");
		compile(sources, classes);
		try (Collector collector = new Collector();
				Jvm application = Jvm.startAheadOfTime(classes, MAIN, "--server.address=127.0.0.1", "--server.port=0",
						"--telemetry.name=prepared", "--telemetry.batcher=zipkin", "--spring.main.banner-mode=off",
						"--telemetry.endpoint=" + collector.url("/api/v2/spans"),
						"--telemetry.batch.schedule-delay=50ms")) {
			URI work = URI.create("http://127.0.0.1:" + application.await("PORT ", 1) + "/work");
			HttpResponse<String> answer = HttpClient.newHttpClient()
				.send(HttpRequest.newBuilder(work).build(), BodyHandlers.ofString());
			assertThat(answer.statusCode()).as(application::text).isEqualTo(200);
			Awaitility.await()
				.atMost(Jvm.PATIENCE)
				.untilAsserted(() -> assertThat(collector.spans()).extracting(Span::name)
					.containsExactlyInAnyOrder(RestartTests.NAMES));
		}
	}

	private static void compile(Path sources, Path classes) throws IOException {
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		StringWriter messages = new StringWriter();
		try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
				Stream<Path> all = Files.walk(sources)) {
			List<Path> java = all.filter((file) -> file.toString().endsWith(".java")).toList();
			List<String> options = List.of("-parameters", "-proc:none", "-nowarn", "-cp",
					classes + File.pathSeparator + Jvm.CLASS_PATH, "-d", classes.toString());
			assertThat(compiler.getTask(messages, files, null, options, null, files.getJavaFileObjectsFromPaths(java))
				.call()).as(messages::toString).isTrue();
		}
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
