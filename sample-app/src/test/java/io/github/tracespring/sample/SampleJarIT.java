// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.sample;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The packaged jar, started as the README says.
 */
class SampleJarIT {

	private static final Path JAR = Path.of("target", "sample-app.jar");

	private static final String ALONE = "--sample.service=sample-app";

	private static final String PORT = "Tomcat started on port (\\d+)";

	private static final String GRPC_PORT = "gRPC Server started, .* port: (\\d+)";

	@RegisterExtension
	static final ZipkinServer zipkin = new ZipkinServer();

	@Test
	void showsTracesOfAllServicesWithoutAnyBackEnd() {
		try (JarProcess sample = JarProcess.start(JAR, "--server.port=0")) {
			String viewer = sample.awaitOutput("Traces are at (http\\S+/telemetry/)");
			assertThat(Http.get(viewer).statusCode()).isEqualTo(200);
			String page = viewer.replace("/telemetry/", "");
			HttpResponse<String> courseware = Http.get(page + "/courseware/java-101");
			String trace = viewer + "api/v2/trace/" + Http.traceId(courseware);
			await().untilAsserted(
					() -> assertThat(Trace.decode(Http.get(trace).body()).tree()).isEqualTo(CoursewareTests.TREE));
			HttpResponse<String> response = Http.get(page + "/fail");
			String link = viewer + "traces/" + Http.traceId(response);
			assertThat(sample.awaitOutput("GET /fail failed: (http\\S+)")).isEqualTo(link);
			assertThat(Http.get(link.replace("/traces/", "/api/v2/trace/")).body()).contains("get /fail");
		}
	}

	@Test
	void printsTracesWhenAskedTo() {
		try (JarProcess sample = JarProcess.start(JAR, ALONE, "--server.port=0", "--telemetry.batcher=log")) {
			HttpResponse<String> response = get(sample.awaitOutput(PORT), "/db");
			String traceId = Http.traceId(response);
			assertThat(sample.awaitOutput("(?m)^.*" + traceId + "(?s:.*?)(GET /db)")).isEqualTo("GET /db");
		}
	}

	@Test
	void twoProcessesShareTheViewer() {
		try (JarProcess front = JarProcess.start(JAR, ALONE, "--server.port=0", "--telemetry.name=front")) {
			String viewer = front.awaitOutput("Traces are at (http\\S+/telemetry/)");
			try (JarProcess back = JarProcess.start(JAR, ALONE, "--server.port=0", "--telemetry.name=back",
					"--telemetry.batcher=zipkin", "--telemetry.endpoint=" + viewer + "api/v2/spans",
					"--telemetry.batch.schedule-delay=100ms", "--telemetry.viewer.enabled=false")) {
				HttpResponse<String> response = get(back.awaitOutput(PORT), "/db");
				String trace = viewer + "api/v2/trace/" + Http.traceId(response);
				await().until(() -> Http.get(trace),
						(found) -> found.statusCode() == 200 && found.body().contains("\"back\""));
			}
		}
	}

	@Test
	void twoProcessesShareTheTrace() {
		try (JarProcess back = start("sample-app", "--telemetry.name=back")) {
			String peer = "http://localhost:" + back.awaitOutput(PORT);
			try (JarProcess front = start("sample-app", "--telemetry.name=front", "--sample.peer=" + peer)) {
				HttpResponse<String> response = get(front.awaitOutput(PORT), "/service");
				zipkin.awaitTrace(Http.traceId(response), (found) -> assertThat(found.tree()).isEqualTo("""
						SERVER get /service [front]
						  - prepare query [front]
						  CLIENT get /db [front]
						    SERVER get /db [back]
						"""));
			}
		}
	}

	@Test
	void fourProcessesShareTheTrace() {
		try (JarProcess courses = start("courseware-rpc"); JarProcess users = start("user-rpc")) {
			String coursesAt = "--sample.courseware-rpc.address=localhost:" + courses.awaitOutput(GRPC_PORT);
			String usersAt = "--sample.user-rpc.address=localhost:" + users.awaitOutput(GRPC_PORT);
			try (JarProcess api = start("courseware-api", coursesAt, usersAt)) {
				String apiAt = "--sample.courseware-api.url=http://localhost:" + api.awaitOutput(PORT);
				try (JarProcess page = start("sample-app", apiAt)) {
					HttpResponse<String> response = get(page.awaitOutput(PORT), "/courseware/java-101");
					assertThat(response.statusCode()).isEqualTo(200);
					zipkin.awaitTrace(Http.traceId(response),
							(found) -> assertThat(found.tree()).isEqualTo(CoursewareTests.TREE));
				}
			}
		}
	}

	@Test
	void unknownServiceIsExplained() {
		try (JarProcess sample = JarProcess.start(JAR, "--sample.service=course")) {
			assertThat(sample.awaitOutput("(sample.service is .*)")).contains("'course'", "courseware-rpc");
		}
	}

	private static JarProcess start(String service, String... more) {
		return JarProcess.start(JAR,
				Stream.concat(Stream.of("--sample.service=" + service, "--server.port=0", "--spring.grpc.server.port=0",
						"--telemetry.batcher=zipkin", "--telemetry.endpoint=" + zipkin.endpoint(),
						"--telemetry.batch.schedule-delay=100ms"), Stream.of(more))
					.toArray(String[]::new));
	}

	private static HttpResponse<String> get(String port, String path) {
		return Http.get("http://localhost:" + port + path);
	}

}
