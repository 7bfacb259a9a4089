// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.testing.hostile;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Logger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.tracespring.autoconfigure.core.propagation.MalformedHeaders;
import io.github.tracespring.autoconfigure.report.LogLines;

import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever headers come in: the application answers as it does without tracing, nothing
 * is logged, and nothing grows.
 */
class HostileHeadersTest {

	private static final int CONNECTIONS = 4;

	private static final int MAX_GROWTH = 24 * 1024 * 1024;

	/**
	 * Boot has the JDK's loggers follow, and leaves them where they are when it resets
	 * its own: Tomcat would be silent in all tests that come later in this JVM.
	 */
	@AfterAll
	static void letTomcatLogAgain() {
		Logger.getLogger("org").setLevel(null);
		Logger.getLogger("reactor").setLevel(null);
	}

	@ParameterizedTest
	@CsvSource({ "SERVLET, 10000", "REACTIVE, 2500" })
	void changeNothingButTheCounters(WebApplicationType type, int requests) throws Exception {
		try (ConfigurableApplicationContext traced = HostileApplication.run(type, true);
				ConfigurableApplicationContext plain = HostileApplication.run(type, false);
				LogLines log = new LogLines()) {
			// what is made at the first requests stays
			compare(traced, plain, 0, 500);
			long before = heap();
			Map<String, Integer> statuses = compare(traced, plain, 500, requests);
			long growth = heap() - before;
			HostileApplication.Watch watch = traced.getBean(HostileApplication.Watch.class);
			System.out.printf("%s: %s, %d spans, largest %d, malformed %s, heap %+d KB%n", type, statuses,
					watch.spans(), watch.largest(), traced.getBean(MalformedHeaders.class).counts(), growth / 1024);
			assertThat(log.all()).isEmpty();
			assertThat(watch.illegal()).isEmpty();
			assertThat(statuses.get("HTTP/1.1 200")).isGreaterThan(requests / 2);
			// some callers say that they are not to be recorded
			Awaitility.await().until(() -> watch.spans() > requests / 3);
			assertThat(watch.largest()).isLessThan(32_000);
			assertThat(traced.getBean(MalformedHeaders.class).counts().values()).allMatch((count) -> count > 100);
			assertThat(growth).isLessThan(MAX_GROWTH);
		}
	}

	private static long heap() {
		System.gc();
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

	/** Sends requests to both, and counts the statuses of what they answer. */
	private static Map<String, Integer> compare(ConfigurableApplicationContext traced,
			ConfigurableApplicationContext plain, int from, int to) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
		try {
			List<Callable<Map<String, Integer>>> work = new ArrayList<>();
			for (int i = 0; i < CONNECTIONS; i++) {
				int first = from + i;
				work.add(() -> compareSome(port(traced), port(plain), first, to));
			}
			Map<String, Integer> statuses = new TreeMap<>();
			for (Future<Map<String, Integer>> part : threads.invokeAll(work)) {
				part.get().forEach((status, count) -> statuses.merge(status, count, Integer::sum));
			}
			return statuses;
		}
		finally {
			threads.shutdownNow();
		}
	}

	private static Map<String, Integer> compareSome(int traced, int plain, int from, int to) throws Exception {
		Map<String, Integer> statuses = new TreeMap<>();
		try (RawClient one = new RawClient(traced); RawClient other = new RawClient(plain)) {
			for (int i = from; i < to; i += CONNECTIONS) {
				byte[] request = HostileRequests.request(i);
				String expected = normalized(other.send(request), plain);
				String answer = normalized(one.send(request), traced);
				// a server that refuses a request before it has read it may cut it off
				boolean refused = isRefused(expected) && isRefused(answer);
				assertThat(refused || answer.equals(expected)).as("request %d: %s, not %s", i, answer, expected)
					.isTrue();
				statuses.merge(answer.substring(0, Math.min(12, answer.length())), 1, Integer::sum);
			}
		}
		return statuses;
	}

	private static int port(ConfigurableApplicationContext application) {
		return application.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	private static boolean isRefused(String answer) {
		return answer.equals(RawClient.CLOSED) || answer.startsWith("HTTP/1.1 4");
	}

	private static String normalized(String answer, int port) {
		return answer.replace(":" + port, ":PORT").replaceAll("\"timestamp\":\"[^\"]*\"", "");
	}

}
