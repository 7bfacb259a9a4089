// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.wire;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.ExecutorService;

import javax.net.ssl.SSLParameters;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslOptions;

/**
 * The JDK's HTTP client, with threads that end when they are idle.
 *
 * @param client the client
 * @param threads the threads that wait for its answers
 * @param ssl its certificates, {@code null} for the JVM's
 */
record Connection(HttpClient client, ExecutorService threads, SslBundle ssl) {

	private static final Duration MAX_CONNECT_TIMEOUT = Duration.ofSeconds(10);

	static Connection open(String thread, Duration timeout, SslBundle ssl) {
		ExecutorService threads = DaemonThreads.pool(thread);
		HttpClient.Builder client = HttpClient.newBuilder()
			// no upgrade to HTTP/2, which Zipkin and Jaeger do not speak
			.version(HttpClient.Version.HTTP_1_1)
			.followRedirects(HttpClient.Redirect.NEVER)
			.connectTimeout((timeout.compareTo(MAX_CONNECT_TIMEOUT) < 0) ? timeout : MAX_CONNECT_TIMEOUT)
			// its tasks do not wait, and to hand them to another thread costs more
			.executor(Runnable::run);
		if (ssl != null) {
			client.sslContext(ssl.createSslContext()).sslParameters(parameters(ssl.getOptions()));
		}
		return new Connection(client.build(), threads, ssl);
	}

	private static SSLParameters parameters(SslOptions options) {
		// what is null here is left to the JVM
		return new SSLParameters(options.getCiphers(), options.getEnabledProtocols());
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
