// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.http;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.Headers;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.tracespring.autoconfigure.core.sampling.Suppression;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What every HTTP client does, in whichever way it was made and instrumented. The clients
 * have a retry of the user's on top: twice more on 503 from {@code /flaky}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class HttpClientContractTest {

	/** The exporter is a bean, which would get every span once more after the delay. */
	static final String NO_BATCH = "--telemetry.batch.schedule-delay=10m";

	/** What was current when the request was handed to the wire. */
	private static final List<Context> WHILE_SENDING = new CopyOnWriteArrayList<>();

	protected TestServer server;

	protected ConfigurableApplicationContext context;

	protected InMemorySpanExporter exporter;

	/** An application that has the client. */
	protected abstract Class<?> application();

	/**
	 * Makes a call.
	 * @return the response's status
	 */
	protected abstract int call(String method, Map<String, String> headers, String template, Object... variables);

	/** Whether the client tells from what template a URI was made. */
	protected boolean knowsTemplates() {
		return true;
	}

	/** Whether it can be known that a request was sent before. */
	protected boolean knowsResends() {
		return true;
	}

	/** Whether something that the user adds to the client runs while it sends. */
	protected boolean tellsWhileSending() {
		return true;
	}

	private String name(String method, String template) {
		return knowsTemplates() ? method + " " + template : method;
	}

	@BeforeAll
	void start() {
		this.server = new TestServer();
		this.context = new SpringApplicationBuilder(Recording.class, application()).web(WebApplicationType.NONE)
			.run("--telemetry.name=test", "--spring.main.banner-mode=off", NO_BATCH,
					"--telemetry.propagation.no-inject-hosts=127.0.0.1");
		this.exporter = this.context.getBean(InMemorySpanExporter.class);
	}

	@AfterAll
	void stop() {
		this.context.close();
		this.server.close();
	}

	@BeforeEach
	void reset() {
		this.server.reset();
		this.exporter.reset();
		WHILE_SENDING.clear();
	}

	protected final int get(String template, Object... variables) {
		return call("GET", Map.of(), template, variables);
	}

	protected final SpanData span() {
		List<SpanData> spans = this.exporter.getFinishedSpanItems();
		assertThat(spans).hasSize(1);
		return spans.get(0);
	}

	protected static String string(SpanData span, String key) {
		return span.getAttributes().get(AttributeKey.stringKey(key));
	}

	protected static Long number(SpanData span, String key) {
		return span.getAttributes().get(AttributeKey.longKey(key));
	}

	protected static String traceparent(SpanData span) {
		return "00-" + span.getTraceId() + "-" + span.getSpanId() + "-" + span.getSpanContext().getTraceFlags().asHex();
	}

	@Test
	void spanHasTheAttributesOfTheCall() {
		assertThat(get("http://localhost:{port}/users/{id}?sort={sort}", this.server.port(), 42, "name"))
			.isEqualTo(200);
		SpanData span = span();
		assertThat(span.getName()).isEqualTo(name("GET", "/users/{id}"));
		assertThat(span.getKind()).isEqualTo(SpanKind.CLIENT);
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		assertThat(span.getInstrumentationScopeInfo().getName()).isEqualTo("io.github.tracespring");
		assertThat(string(span, "url.template")).isEqualTo(knowsTemplates() ? "/users/{id}" : null);
		Attributes others = span.getAttributes().toBuilder().remove(AttributeKey.stringKey("url.template")).build();
		assertThat(others.asMap()).containsOnly(Map.entry(AttributeKey.stringKey("http.request.method"), "GET"),
				Map.entry(AttributeKey.stringKey("url.full"), this.server.url() + "/users/42?sort=name"),
				Map.entry(AttributeKey.stringKey("server.address"), "localhost"),
				Map.entry(AttributeKey.longKey("server.port"), (long) this.server.port()),
				Map.entry(AttributeKey.longKey("http.response.status_code"), 200L));
	}

	@Test
	void pathThatIsNoTemplateNeverBecomesTheName() {
		get(this.server.url() + "/users/42");
		assertThat(span().getName()).isEqualTo("GET");
		assertThat(string(span(), "url.template")).isNull();
		assertThat(string(span(), "url.full")).isEqualTo(this.server.url() + "/users/42");
	}

	@Test
	void secretsAreRedacted() {
		get("http://ada:lovelace@localhost:{port}/users/{id}?access_token={token}&page=2", this.server.port(), 1,
				"s3cret");
		// Some clients drop the credentials themselves
		assertThat(string(span(), "url.full").replace("//REDACTED:REDACTED@", "//"))
			.isEqualTo(this.server.url() + "/users/1?access_token=REDACTED&page=2");
		assertThat(span().toString()).doesNotContain("s3cret").doesNotContain("lovelace");
	}

	@ParameterizedTest
	@ValueSource(ints = { 204, 304, 404, 503 })
	void statusFrom400OnIsAnError(int status) {
		assertThat(get(this.server.url() + "/status/{status}", status)).isEqualTo(status);
		assertThat(number(span(), "http.response.status_code")).isEqualTo(status);
		boolean error = status >= 400;
		assertThat(span().getStatus().getStatusCode()).isEqualTo(error ? StatusCode.ERROR : StatusCode.UNSET);
		assertThat(string(span(), "error.type")).isEqualTo(error ? String.valueOf(status) : null);
	}

	@Test
	protected void unknownMethodIsBounded() {
		call("PURGE", Map.of(), this.server.url() + "/cache");
		assertThat(span().getName()).isEqualTo("HTTP");
		assertThat(string(span(), "http.request.method")).isEqualTo("_OTHER");
		assertThat(string(span(), "http.request.method_original")).isEqualTo("PURGE");
	}

	@Test
	void refusedConnectionIsRecorded() throws IOException {
		int port;
		try (ServerSocket socket = new ServerSocket(0)) {
			port = socket.getLocalPort();
		}
		assertThatException().isThrownBy(() -> get("http://localhost:{port}/users/{id}", port, 1));
		SpanData span = span();
		assertThat(span.getName()).isEqualTo(name("GET", "/users/{id}"));
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(string(span, "error.type")).contains("ConnectException");
		assertThat(span.getEvents()).singleElement()
			.satisfies((event) -> assertThat(event.getName()).isEqualTo("exception"));
		assertThat(number(span, "http.response.status_code")).isNull();
		assertThat(number(span, "server.port")).isEqualTo(port);
	}

	@Test
	void readTimeoutIsRecorded() {
		assertThatException().isThrownBy(() -> get(this.server.url() + "/hang"));
		assertThat(span().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(string(span(), "error.type")).contains("Timeout");
	}

	@Test
	void eachAttemptHasItsOwnSpanAndHeader() {
		Span caller = this.context.getBean(Tracer.class).spanBuilder("caller").startSpan();
		try (Scope scope = caller.makeCurrent()) {
			assertThat(scope).isNotNull();
			assertThat(get(this.server.url() + "/flaky")).isEqualTo(200);
		}
		List<SpanData> spans = this.exporter.getFinishedSpanItems();
		assertThat(spans).extracting((span) -> number(span, "http.response.status_code"))
			.containsExactly(503L, 503L, 200L);
		assertThat(spans).extracting((span) -> number(span, "http.request.resend_count"))
			.containsExactly(null, knowsResends() ? 1L : null, knowsResends() ? 2L : null);
		assertThat(spans).extracting(SpanData::getParentSpanId).containsOnly(caller.getSpanContext().getSpanId());
		assertThat(this.server.requests()).flatExtracting((headers) -> headers.get("traceparent"))
			.containsExactlyElementsOf(spans.stream().map(HttpClientContractTest::traceparent).toList());
	}

	@Test
	void contextIsPropagatedInPlaceOfStaleHeaders() {
		try (Scope scope = Baggage.builder().put("tenant", "blue").build().makeCurrent()) {
			assertThat(scope).isNotNull();
			call("GET", Map.of("Traceparent", "00-11111111111111111111111111111111-2222222222222222-01"),
					this.server.url() + "/users/{id}", 1);
		}
		Headers headers = this.server.requests().get(0);
		assertThat(headers.get("traceparent")).containsExactly(traceparent(span()));
		assertThat(headers.get("baggage")).containsExactly("tenant=blue");
	}

	@Test
	void spanIsChildOfTheCallersAndCurrentWhileSending() {
		Context before = Context.current();
		Span caller = this.context.getBean(Tracer.class).spanBuilder("caller").startSpan();
		try (Scope scope = caller.makeCurrent()) {
			assertThat(scope).isNotNull();
			get(this.server.url() + "/users/{id}", 1);
			assertThat(Span.current()).isSameAs(caller);
		}
		assertThat(Context.current()).isSameAs(before);
		assertThat(span().getParentSpanContext()).isEqualTo(caller.getSpanContext());
		if (tellsWhileSending()) {
			assertThat(WHILE_SENDING).extracting((sending) -> Span.fromContext(sending).getSpanContext().getSpanId())
				.containsExactly(span().getSpanId());
		}
	}

	@Test
	void hostThatIsToGetNoHeadersIsCalledWithASpan() {
		String byHand = "00-11111111111111111111111111111111-2222222222222222-01";
		try (Scope scope = Baggage.builder().put("tenant", "blue").build().makeCurrent()) {
			assertThat(scope).isNotNull();
			get("http://127.0.0.1:{port}/users/{id}", this.server.port(), 1);
			call("GET", Map.of("Traceparent", byHand), "http://127.0.0.1:{port}/users/{id}", this.server.port(), 2);
		}
		assertThat(this.exporter.getFinishedSpanItems()).hasSize(2)
			.extracting((span) -> string(span, "server.address"))
			.containsOnly("127.0.0.1");
		assertThat(this.server.requests()).hasSize(2)
			.allSatisfy((headers) -> assertThat(headers).doesNotContainKeys("Baggage", "Tracestate"));
		assertThat(this.server.requests().get(0)).doesNotContainKey("Traceparent");
		assertThat(this.server.requests().get(1).get("Traceparent")).containsExactly(byHand);
	}

	@Test
	void suppressedCallOfAHostThatIsToGetNoHeadersHasNone() {
		try (Scope scope = Suppression.suppress(Context.root()).makeCurrent()) {
			assertThat(scope).isNotNull();
			get("http://127.0.0.1:{port}/users/{id}", this.server.port(), 1);
		}
		assertThat(this.server.requests()).singleElement()
			.satisfies((headers) -> assertThat(headers).doesNotContainKey("Traceparent"));
	}

	@Test
	void unsampledCallOnlyPropagates() {
		SpanContext unsampled = SpanContext.createFromRemoteParent("11111111111111111111111111111111",
				"2222222222222222", TraceFlags.getDefault(), TraceState.getDefault());
		try (Scope scope = Context.root().with(Span.wrap(unsampled)).makeCurrent()) {
			assertThat(scope).isNotNull();
			get(this.server.url() + "/users/{id}", 1);
		}
		assertThat(this.server.requests().get(0).getFirst("traceparent"))
			.matches("00-11111111111111111111111111111111-[0-9a-f]{16}-00");
		assertThat(this.exporter.getFinishedSpanItems()).isEmpty();
	}

	@Test
	void suppressedCallOnlyPropagates() {
		Context suppressed = Suppression.suppress(Context.root());
		SpanContext caller = Span.fromContext(suppressed).getSpanContext();
		try (Scope scope = suppressed.makeCurrent()) {
			assertThat(scope).isNotNull();
			get(this.server.url() + "/users/{id}", 1);
		}
		assertThat(this.server.requests().get(0).getFirst("traceparent"))
			.isEqualTo("00-" + caller.getTraceId() + "-" + caller.getSpanId() + "-00");
		assertThat(this.exporter.getFinishedSpanItems()).isEmpty();
	}

	/** Records which context a request is sent in. */
	public static void sending() {
		WHILE_SENDING.add(Context.current());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Recording {

		@Bean
		InMemorySpanExporter inMemorySpanExporter() {
			return InMemorySpanExporter.create();
		}

		@Bean
		SpanProcessor recordingSpanProcessor(InMemorySpanExporter exporter) {
			return SimpleSpanProcessor.create(exporter);
		}

	}

}
