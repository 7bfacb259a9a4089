// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.wire;

import java.net.http.HttpClient;
import java.time.Duration;

/**
 * The JDK's HTTP client, on threads that end when they are idle, because Java 17's client
 * can not be closed.
 *
 * @param client the client
 */
record Connection(HttpClient client) {

	private static final Duration MAX_CONNECT_TIMEOUT = Duration.ofSeconds(10);

	static Connection open(String thread, Duration timeout) {
		return new Connection(HttpClient.newBuilder()
			// no upgrade to HTTP/2, which Zipkin and Jaeger do not speak
			.version(HttpClient.Version.HTTP_1_1)
			.followRedirects(HttpClient.Redirect.NEVER)
			.connectTimeout((timeout.compareTo(MAX_CONNECT_TIMEOUT) < 0) ? timeout : MAX_CONNECT_TIMEOUT)
			.executor(DaemonThreads.pool(thread))
			.build());
	}

	/**
	 * Ends the client's thread: at once from Java 21 on, before that when the client is
	 * garbage collected. Its {@code close} would wait for answers.
	 */
	void close() {
		try {
			HttpClient.class.getMethod("shutdownNow").invoke(this.client);
		}
		catch (ReflectiveOperationException ex) {
			// Java 17
		}
	}

}
