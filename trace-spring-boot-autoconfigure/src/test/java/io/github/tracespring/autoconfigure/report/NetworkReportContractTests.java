// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.github.tracespring.autoconfigure.report.Collector.Mood;

import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.ssl.SslBundles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What every batcher does that reports over a network.
 */
public abstract class NetworkReportContractTests extends ReportContractTests {

	private static final int TLS_HANDSHAKE = 22;

	@Test
	void startUpDoesNotConnect() throws Exception {
		try (ServerSocket silent = listen()) {
			runner(endpoint("http", silent)).run((context) -> {
				assertThat(context).hasNotFailed();
				silent.setSoTimeout(300);
				assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(silent::accept);
			});
		}
	}

	@Test
	void httpsEndpointSpeaksTls() throws Exception {
		try (ServerSocket server = listen()) {
			runner(endpoint("https", server)).withPropertyValues("telemetry.shutdown-timeout=1s").run((context) -> {
				end(context, "secret");
				server.setSoTimeout(10_000);
				try (Socket client = server.accept()) {
					assertThat(client.getInputStream().read()).isEqualTo(TLS_HANDSHAKE);
				}
			});
		}
	}

	@Test
	void sslBundleProvesBothSides() throws Exception {
		try (TlsFront front = tlsFront()) {
			runner(endpoint("https", front.port())).withPropertyValues("telemetry.ssl.bundle=collector")
				.withPropertyValues(TestKeys.ORDERS.bundle("collector", TestKeys.COLLECTOR))
				.run((context) -> {
					end(context, "one");
					await((collector) -> assertThat(collector.names()).containsExactly("one"));
				});
			assertThat(front.callers()).isNotEmpty().containsOnly("CN=orders");
		}
		assertThat(this.log.all()).isEmpty();
	}

	@Test
	void collectorWithAnotherCertificateGetsNothingUntilTheBundleIsReloaded() throws Exception {
		try (TlsFront front = tlsFront()) {
			runner(endpoint("https", front.port())).withPropertyValues("telemetry.ssl.bundle=collector")
				.withPropertyValues(TestKeys.ORDERS.bundle("collector", TestKeys.ORDERS))
				.withPropertyValues(TestKeys.ORDERS.bundle("renewed", TestKeys.COLLECTOR))
				.run((context) -> {
					end(context, "one");
					await((collector) -> assertThat(this.log.all()).isNotEmpty());
					assertThat(this.collector.requests()).isZero();
					context.getBean(SslBundleRegistry.class)
						.updateBundle("collector", context.getBean(SslBundles.class).getBundle("renewed"));
					await((collector) -> assertThat(collector.names()).containsExactly("one"));
					await((collector) -> assertThat(this.log.all()).hasSize(2));
				});
		}
		assertThat(this.log.all()).first().asString().startsWith("WARN Spans do not reach ").contains("certificat");
	}

	@Test
	void jvmsProxyIsUsed() throws Exception {
		ProxySelector before = ProxySelector.getDefault();
		try (ServerSocket proxy = listen()) {
			ProxySelector.setDefault(ProxySelector.of((InetSocketAddress) proxy.getLocalSocketAddress()));
			runner(this.collector.endpoint().replace("localhost", "collector.invalid"))
				.withPropertyValues("telemetry.shutdown-timeout=1s")
				.run((context) -> {
					end(context, "one");
					proxy.setSoTimeout(10_000);
					try (Socket client = proxy.accept();
							BufferedReader lines = new BufferedReader(
									new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1))) {
						assertThat(lines.readLine()).contains("collector.invalid:");
					}
				});
		}
		finally {
			ProxySelector.setDefault(before);
		}
	}

	@Test
	void credentialsInTheEndpointAreSentAndNotLogged() {
		String withCredentials = this.collector.endpoint().replace("://", "://joe:s3cret@");
		runner(withCredentials).run((context) -> {
			end(context, "one");
			flush(context);
			this.collector.mood(Mood.FAILING);
			end(context, "two");
			flush(context);
		});
		String expected = Base64.getEncoder().encodeToString("joe:s3cret".getBytes(StandardCharsets.UTF_8));
		assertThat(this.collector.headers()).containsEntry("authorization", "Basic " + expected);
		assertThat(this.log.containing("://***@localhost")).isNotEmpty();
		assertThat(this.log.containing("s3cret")).isEmpty();
	}

	@Test
	void credentialsThatTheCollectorRepeatsAreNotLogged() {
		String basic = Base64.getEncoder().encodeToString("joe:s3cret".getBytes(StandardCharsets.UTF_8));
		this.collector.refuse("no joe with s3cret, that is " + basic);
		runner(this.collector.endpoint().replace("://", "://joe:s3cret@")).run((context) -> {
			end(context, "one");
			flush(context);
		});
		assertThat(this.collector.requests()).isEqualTo(1);
		assertThat(this.log.all()).singleElement().asString().contains(": no joe with ***, that is ***");
	}

	@Test
	void spansThatFindTheQueueFullAreCountedExactly() {
		runner()
			.withPropertyValues("telemetry.batch.max-queue-size=8", "telemetry.batch.max-export-batch-size=4",
					"telemetry.batch.schedule-delay=10ms")
			.run((context) -> {
				this.collector.mood(Mood.HANGING);
				end(context, "in flight");
				await((collector) -> assertThat(collector.requests()).isEqualTo(1));
				IntStream.range(0, 20).forEach((i) -> end(context, "span " + i));
				assertThat(this.log.all()).singleElement().asString().startsWith("WARN Spans do not reach ");
				this.collector.mood(Mood.WELL);
				await((collector) -> assertThat(collector.names()).hasSize(8).contains("in flight", "span 6"));
			});
		assertThat(this.log.all()).hasSize(2).element(1).asString().startsWith("INFO").endsWith(", 13 lost");
	}

	@Test
	void slowAnswerIsASuccess() {
		this.collector.mood(Mood.HANGING);
		runner().run((context) -> {
			end(context, "one");
			await((collector) -> assertThat(collector.requests()).isEqualTo(1));
			this.collector.mood(Mood.WELL);
			await((collector) -> assertThat(counts(context).sent()).isEqualTo(1));
		});
		assertThat(this.collector.requests()).isEqualTo(1);
		assertThat(this.log.all()).isEmpty();
	}

	@Test
	void severalBatchesAreOnTheirWayAtOnce() {
		this.collector.mood(Mood.HANGING);
		runner().withPropertyValues("telemetry.batch.max-export-batch-size=1", "telemetry.batch.max-in-flight=6")
			.run((context) -> {
				IntStream.range(0, 10).forEach((i) -> end(context, "span " + i));
				await((collector) -> assertThat(collector.requests()).isEqualTo(6));
				this.collector.mood(Mood.WELL);
				await((collector) -> assertThat(collector.names()).hasSize(10));
			});
	}

	@Test
	void hangingCollectorDoesNotHoldUpClosing() {
		this.collector.mood(Mood.HANGING);
		Duration time = timeToClose(this.collector.endpoint());
		assertThat(time).isLessThan(Duration.ofMillis(2500));
		assertThat(this.log.all()).singleElement()
			.asString()
			.isEqualTo("WARN Stopping, and " + shownEndpoint()
					+ " took more than telemetry.shutdown-timeout (1.0 s): 7 spans lost");
	}

	@Test
	void refusingCollectorDoesNotHoldUpClosing() throws Exception {
		String nobody;
		try (ServerSocket closed = listen()) {
			nobody = endpoint("http", closed);
		}
		Duration time = timeToClose(nobody);
		assertThat(time).isLessThan(Duration.ofMillis(2500));
		assertThat(this.log.containing("JUL")).isEmpty();
		assertThat(this.log.all()).last().asString().startsWith("WARN Stopping").endsWith(": 7 spans lost");
	}

	@Test
	void requestOnItsWayIsGivenUpAtClose() throws Exception {
		try (ServerSocket silent = listen()) {
			Socket[] client = new Socket[1];
			runner(endpoint("http", silent)).withPropertyValues("telemetry.shutdown-timeout=500ms").run((context) -> {
				end(context, "one");
				silent.setSoTimeout(10_000);
				client[0] = silent.accept();
			});
			try (Socket connection = client[0]) {
				connection.setSoTimeout(10_000);
				connection.getInputStream().transferTo(OutputStream.nullOutputStream());
			}
			catch (SocketException ex) {
				assertThat(ex).hasMessageContaining("reset");
			}
		}
	}

	private Duration timeToClose(String endpoint) {
		Instant[] start = new Instant[1];
		runner(endpoint)
			.withPropertyValues("telemetry.shutdown-timeout=1s", "telemetry.batch.max-export-batch-size=2",
					"telemetry.batch.schedule-delay=1h")
			.run((context) -> {
				end(context, "1", "2", "3", "4", "5", "6", "7");
				start[0] = Instant.now();
			});
		return Duration.between(start[0], Instant.now());
	}

	private String endpoint(String scheme, ServerSocket socket) {
		return endpoint(scheme, socket.getLocalPort());
	}

	private String endpoint(String scheme, int port) {
		return this.collector.endpoint().replaceFirst("http://localhost:\\d+", scheme + "://localhost:" + port);
	}

	private TlsFront tlsFront() throws Exception {
		return new TlsFront(TestKeys.COLLECTOR.trusting(TestKeys.ORDERS),
				URI.create(this.collector.endpoint()).getPort());
	}

	private static ServerSocket listen() throws Exception {
		return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
	}

}
