// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.ExceptionEventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Starts a server, sends requests to it and looks at what came of them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class HttpServerTestSupport {

	protected static final String CONTEXT_PATH = "/app";

	private final AtomicInteger requests = new AtomicInteger();

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private ConfigurableApplicationContext context;

	protected ServerProbe probe;

	protected int port;

	protected abstract WebApplicationType type();

	protected abstract Class<?>[] application();

	@BeforeAll
	void start() {
		this.context = new SpringApplicationBuilder(application()).web(type())
			.sources(ServerProbe.class)
			.properties("server.port=0", "server.address=127.0.0.1", "telemetry.name=contract",
					"spring.main.banner-mode=off", "spring.jmx.enabled=false")
			.properties("telemetry.propagation.trusted-paths=/users/**,/baggage,/ignored")
			.properties(properties())
			.run();
		this.port = Integer.parseInt(this.context.getEnvironment().getProperty("local.server.port"));
		this.probe = this.context.getBean(ServerProbe.class);
	}

	protected String[] properties() {
		return new String[] { "server.servlet.context-path=" + CONTEXT_PATH };
	}

	@AfterAll
	void stop() {
		this.context.close();
	}

	@BeforeEach
	void reset() {
		this.probe.reset();
		this.requests.set(0);
	}

	@AfterEach
	void oneSpanForEachRequestAndNothingLeftOnThreads() {
		assertThat(serverSpans()).hasSize(this.requests.get());
		assertThat(this.probe.leaks()).isEmpty();
	}

	// Requests and what came of them

	protected URI uri(String path) {
		return URI.create("http://127.0.0.1:" + this.port + CONTEXT_PATH + path);
	}

	protected HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(20));
	}

	protected HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
		HttpResponse<String> response = this.client.send(request.build(), HttpResponse.BodyHandlers.ofString());
		this.requests.incrementAndGet();
		return response;
	}

	/** Has sent a request that is not traced. */
	protected HttpResponse<String> sendUntraced(HttpRequest.Builder request) throws Exception {
		HttpResponse<String> response = send(request);
		this.requests.set(0);
		return response;
	}

	/** Sends a request whose response the test reads as it comes. */
	protected HttpResponse<InputStream> open(String path) throws Exception {
		countRequest();
		return this.client.send(request(path).build(), HttpResponse.BodyHandlers.ofInputStream());
	}

	protected void countRequest() {
		this.requests.incrementAndGet();
	}

	protected HttpResponse<String> get(String path) throws Exception {
		return send(request(path));
	}

	protected List<SpanData> serverSpans() {
		return this.probe.spans()
			.getFinishedSpanItems()
			.stream()
			.filter((span) -> span.getKind() == SpanKind.SERVER)
			.toList();
	}

	protected List<SpanData> children(SpanData parent, SpanKind kind) {
		return this.probe.spans()
			.getFinishedSpanItems()
			.stream()
			.filter((span) -> span.getKind() == kind && span.getParentSpanId().equals(parent.getSpanId()))
			.toList();
	}

	protected static SpanData only(List<SpanData> spans, Predicate<SpanData> wanted) {
		List<SpanData> found = spans.stream().filter(wanted).toList();
		assertThat(found).hasSize(1);
		return found.get(0);
	}

	protected SpanData serverSpan() {
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> serverSpans().size() >= this.requests.get());
		return serverSpans().get(0);
	}

	protected static String string(SpanData span, String key) {
		return span.getAttributes().get(AttributeKey.stringKey(key));
	}

	protected static Long number(SpanData span, String key) {
		return span.getAttributes().get(AttributeKey.longKey(key));
	}

	protected static Throwable exception(SpanData span) {
		List<EventData> events = span.getEvents();
		assertThat(events).hasSize(1);
		return ((ExceptionEventData) events.get(0)).getException();
	}

	/** The context was current at each place, and every place belongs to this span. */
	protected void assertSeen(SpanData span, String... places) {
		assertThat(this.probe.seen()).containsExactly(
				List.of(places).stream().map((place) -> place + "=" + span.getSpanId()).toArray(String[]::new));
	}

	/** Asks, and goes away when the answer begins. */
	protected Void leave(String path) throws IOException {
		try (Socket socket = new Socket("127.0.0.1", this.port)) {
			socket.setSoLinger(true, 0);
			socket.getOutputStream()
				.write(("GET " + CONTEXT_PATH + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
					.getBytes(StandardCharsets.US_ASCII));
			assertThat(socket.getInputStream().read()).isEqualTo('H');
		}
		return null;
	}

	protected SpanData assertClientThatWentAwayIsNoServerError(String path) throws Exception {
		leave(path);
		countRequest();
		SpanData span = serverSpan();
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		assertThat(span.getEvents()).isEmpty();
		assertThat(string(span, "error.type")).isNull();
		return span;
	}

	public static void assertError(SpanData span, long status, Class<? extends Throwable> type) {
		assertThat(number(span, "http.response.status_code")).isEqualTo(status);
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(exception(span)).isInstanceOf(type);
		assertThat(string(span, "error.type")).isEqualTo(exception(span).getClass().getName());
	}

	protected static void assertNoError(SpanData span, long status) {
		assertThat(number(span, "http.response.status_code")).isEqualTo(status);
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		assertThat(span.getEvents()).isEmpty();
		assertThat(string(span, "error.type")).isNull();
	}

}
