// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every batcher does that posts with the JDK's HTTP client.
 *
 * @param <T> what a body decodes to
 */
public abstract class JdkHttpReportContractTests<T> extends NetworkReportContractTests {

	protected HttpCollector<T> http;

	protected abstract HttpCollector<T> startHttpCollector();

	@Override
	protected final Collector startCollector() {
		this.http = startHttpCollector();
		return this.http;
	}

	@Override
	protected final String expectedReason() {
		return ": HTTP 500\\. ";
	}

	@Test
	void redirectIsNotFollowed() {
		this.http.failWith(302);
		runner().run((context) -> end(context, "one"));
		assertThat(this.http.bodies()).isEmpty();
		assertThat(this.log.all()).last()
			.asString()
			.contains("HTTP 302, and redirects are not followed", "1 span lost");
	}

	@ParameterizedTest
	@ValueSource(ints = { 302, 408, 429, 502, 503, 504 })
	void whatMayBeTakenLaterIsSentAgain(int status) {
		this.http.failWith(status);
		runner().run((context) -> {
			end(context, "one", "two");
			await((collector) -> assertThat(collector.requests()).isPositive());
			this.http.mood(Collector.Mood.WELL);
			await((collector) -> assertThat(collector.names()).containsExactly("one", "two"));
		});
		assertThat(this.log.containing("lost")).noneMatch((line) -> line.contains("Stopping"));
	}

	@Test
	void endlessAnswerIsASuccessThatIsNotReadToItsEnd() throws Exception {
		HttpServer talkative = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		CompletableFuture<Integer> written = new CompletableFuture<>();
		talkative.createContext("/", (exchange) -> {
			exchange.getRequestBody().readAllBytes();
			exchange.sendResponseHeaders(202, 0);
			int megabytes = 0;
			try (OutputStream body = exchange.getResponseBody()) {
				for (; megabytes < 100; megabytes++) {
					body.write(new byte[1024 * 1024]);
				}
			}
			catch (IOException ex) {
				written.complete(megabytes);
			}
			written.complete(megabytes);
		});
		talkative.start();
		runner("http://localhost:" + talkative.getAddress().getPort()).run((context) -> {
			end(context, "one");
			assertThat(written.get(20, TimeUnit.SECONDS)).isLessThan(20);
		});
		talkative.stop(0);
		assertThat(this.log.all()).isEmpty();
	}

}
