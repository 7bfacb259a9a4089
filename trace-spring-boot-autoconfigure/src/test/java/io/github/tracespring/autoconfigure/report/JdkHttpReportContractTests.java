// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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
	void redirectIsNotFollowedAndItsHostIsLogged() throws Exception {
		try (ServerSocket elsewhere = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			String host = "localhost:" + elsewhere.getLocalPort();
			this.http.answerWith("Location", "http://" + host + "/secret?token=s3cret").failWith(302);
			runner().run((context) -> {
				end(context, "one");
				await((collector) -> assertThat(this.log.all()).singleElement()
					.asString()
					.startsWith("WARN Spans do not reach ")
					.contains(": HTTP 302 to " + host + ", and redirects are not followed. ")
					.doesNotContain("s3cret"));
				this.http.mood(Collector.Mood.WELL);
				await((collector) -> assertThat(collector.names()).containsExactly("one"));
			});
			elsewhere.setSoTimeout(100);
			assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(elsewhere::accept);
		}
	}

	@Test
	void whatIsRefusedForGoodIsCountedAndLoggedOnceWithTheReason() {
		byte[] reason = "no such\ntenant".getBytes(StandardCharsets.UTF_8);
		this.http.answerWith("Content-Type", "text/plain", reason).failWith(400);
		runner().withPropertyValues("telemetry.batch.schedule-delay=1h").run((context) -> {
			end(context, "one");
			flush(context);
			end(context, "two", "three");
			flush(context);
			assertThat(counts(context).rejected()).isEqualTo(3);
			assertThat(counts(context).dropped().values()).containsOnly(0L);
			assertThat(this.log.all()).singleElement()
				.asString()
				.startsWith("WARN " + shownEndpoint() + " refuses spans: HTTP 400: no such tenant. 1 span lost");
		});
		assertThat(this.http.requests()).isEqualTo(2);
	}

	@Test
	void collectorIsLeftAloneAsLongAsItAsks() {
		this.http.answerWith("Retry-After", "1").failWith(503);
		runner().run((context) -> {
			end(context, "one");
			await((collector) -> assertThat(collector.requests()).isEqualTo(1));
			this.http.mood(Collector.Mood.WELL);
			await((collector) -> assertThat(collector.names()).containsExactly("one"));
		});
		List<Long> arrivals = this.http.arrivals();
		assertThat(arrivals.get(1) - arrivals.get(0)).isGreaterThanOrEqualTo(TimeUnit.SECONDS.toNanos(1));
	}

	@Test
	void answerWhoseBodyNeverEndsInTimeIsASuccess() throws Exception {
		CompletableFuture<Void> done = new CompletableFuture<>();
		HttpServer slow = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		slow.createContext("/", (exchange) -> {
			exchange.getRequestBody().readAllBytes();
			exchange.sendResponseHeaders(200, 10);
			exchange.getResponseBody().write(1);
			exchange.getResponseBody().flush();
			done.orTimeout(20, TimeUnit.SECONDS).exceptionally((failure) -> null).join();
		});
		slow.start();
		runner("http://localhost:" + slow.getAddress().getPort())
			.withPropertyValues("telemetry.batch.export-timeout=1s")
			.run((context) -> {
				end(context, "one");
				await((collector) -> assertThat(counts(context).sent()).isEqualTo(1));
			});
		done.complete(null);
		slow.stop(0);
		assertThat(this.log.all()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(ints = { 302, 408, 429, 502, 503, 504 })
	void whatMayBeTakenLaterIsSentAgain(int status) {
		this.http.failWith(status);
		runner().run((context) -> {
			end(context, "one", "two");
			await((collector) -> assertThat(collector.requests()).isPositive());
			this.http.mood(Collector.Mood.WELL);
			await((collector) -> assertThat(collector.names()).containsExactlyInAnyOrder("one", "two"));
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
