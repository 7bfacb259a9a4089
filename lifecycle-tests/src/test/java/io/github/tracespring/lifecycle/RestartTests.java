// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.lifecycle;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zipkin2.Span;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Devtools restarts an application: it is traced as before, once, and what was before
 * does not pile up.
 */
class RestartTests {

	/** What a request to {@code /work} makes. */
	static final String[] NAMES = { "get /work", "work.onapool", "work.later", "select", "get /inner", "get /inner" };

	private static final int RESTARTS = 3;

	/** The JDK's client keeps its threads, and with them a class loader, for a minute. */
	static final String SIMPLE_CLIENT = "--spring.http.clients.imperative.factory=simple";

	private static final String DATABASE = "inMemoryDatabaseShutdownExecutor";

	private final HttpClient client = HttpClient.newHttpClient();

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void applicationIsTracedOnceAfterEachRestartAndNothingPilesUp(boolean lazy) throws Exception {
		try (Collector collector = new Collector();
				Jvm application = Jvm.start(RestartedApplication.class.getName(), "--server.address=127.0.0.1",
						"--server.port=0", "--spring.main.lazy-initialization=" + lazy, "--telemetry.name=restarted",
						SIMPLE_CLIENT, "--telemetry.batcher=zipkin",
						"--telemetry.endpoint=" + collector.url("/api/v2/spans"),
						"--telemetry.batch.schedule-delay=50ms", "--telemetry.ignore-paths=/left,/restart",
						"--telemetry.baggage.log=customer")) {
			List<String> atFirst = null;
			for (int generation = 1; generation <= RESTARTS + 1; generation++) {
				String url = "http://127.0.0.1:" + application.await("PORT ", generation);
				assertThat(send("GET", url + "/work", generation)).isEqualTo("RestartClassLoader");
				assertSpans(collector, generation);
				if (atFirst == null) {
					atFirst = left(url);
					assertThat(atFirst).contains("thread telemetry-report");
				}
				if (generation <= RESTARTS) {
					send("POST", url + "/restart", 0);
				}
				else {
					assertNothingPilesUp(url, atFirst);
				}
			}
			// devtools itself closes the database once more than it likes
			assertThat(application.text()
				.lines()
				.filter((line) -> line.matches("\\S+ +(WARN|ERROR) .*") && !line.contains(DATABASE))).isEmpty();
		}
	}

	/** More than there should be would come by the next generation's end. */
	private static void assertSpans(Collector collector, int generation) {
		Awaitility.await()
			.atMost(Jvm.PATIENCE)
			.untilAsserted(() -> assertThat(spans(collector, generation)).hasSizeGreaterThanOrEqualTo(6));
		for (int each = 1; each <= generation; each++) {
			List<Span> spans = spans(collector, each);
			assertThat(spans).extracting(Span::name).containsExactlyInAnyOrder(NAMES);
			assertThat(spans).allMatch((span) -> "seen".equals(span.tags().get("generation")));
		}
	}

	private void assertNothingPilesUp(String url, List<String> atFirst) {
		Awaitility.await().atMost(Jvm.PATIENCE).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> {
			List<String> more = left(url);
			atFirst.forEach(more::remove);
			// one class loader of the past stays with tracing off as well, however many
			// there were
			assertThat(more.stream().filter((line) -> line.startsWith("loader"))).hasSizeLessThan(2);
			assertThat(more.stream().filter((line) -> line.startsWith("thread"))).isEmpty();
		});
	}

	private List<String> left(String url) throws IOException, InterruptedException {
		return new ArrayList<>(send("GET", url + "/left", 0).lines().toList());
	}

	private static List<Span> spans(Collector collector, int generation) {
		return collector.spans().stream().filter((span) -> span.traceId().equals(trace(generation))).toList();
	}

	private static String trace(int generation) {
		return String.format("a%031x", generation);
	}

	private String send(String method, String url, int generation) throws IOException, InterruptedException {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
			.method(method, HttpRequest.BodyPublishers.noBody())
			.timeout(Jvm.PATIENCE);
		if (generation > 0) {
			request.header("traceparent", "00-" + trace(generation) + "-0000000000000001-01");
		}
		return this.client.send(request.build(), BodyHandlers.ofString()).body();
	}

}
