// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.webflux;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Hooks;

import io.github.tracespring.autoconfigure.inbound.http.ServerProbe;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the telemetry block and Boot's own settings change about WebFlux' server spans.
 */
class WebFluxServerSettingsTest {

	private ConfigurableApplicationContext context;

	private HttpResponse<String> response;

	@AfterEach
	void close() {
		if (this.context != null) {
			this.context.close();
		}
	}

	private void start(String... arguments) {
		this.context = new SpringApplicationBuilder(WebFluxTestApplication.class, ServerProbe.class,
				ReactorNettyServerTest.Netty.class)
			.web(WebApplicationType.REACTIVE)
			.run(Stream
				.concat(Stream.of("--server.port=0", "--server.address=127.0.0.1",
						"--spring.reactor.netty.shutdown-quiet-period=0s"), Stream.of(arguments))
				.toArray(String[]::new));
	}

	private int get(String path, String... headers) throws Exception {
		String port = this.context.getEnvironment().getProperty("local.server.port");
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
		if (headers.length > 0) {
			request.headers(headers);
		}
		this.response = HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
		return this.response.statusCode();
	}

	private ServerProbe probe() {
		return this.context.getBean(ServerProbe.class);
	}

	/** The paths of all spans, once the request to the last of them has its span. */
	private List<String> tracedPaths(String last) throws Exception {
		assertThat(get(last)).isEqualTo(200);
		Supplier<List<String>> paths = () -> probe().spans()
			.getFinishedSpanItems()
			.stream()
			.map((span) -> span.getAttributes().get(AttributeKey.stringKey("url.path")))
			.toList();
		Awaitility.await().until(() -> paths.get().contains(last));
		return paths.get();
	}

	private SpanData span() {
		List<SpanData> spans = Awaitility.await()
			.until(() -> probe().spans().getFinishedSpanItems(), (items) -> !items.isEmpty());
		return spans.get(0);
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			/actuator/health,
			/manage/health,   --management.endpoints.web.base-path=/manage
			/health,          --management.endpoints.web.base-path=/
			/actuator/live,   --management.endpoints.web.path-mapping.health=live
			""")
	void actuatorAndFaviconAreNotTracedByDefault(String path, String setting) throws Exception {
		start((setting != null) ? new String[] { setting } : new String[0]);
		assertThat(get(path)).isEqualTo(200);
		get("/favicon.ico");
		assertThat(tracedPaths("/users/last")).containsExactly("/users/last");
	}

	@Test
	void actuatorBelowTheBasePathIsNotTraced() throws Exception {
		start("--spring.webflux.base-path=/api");
		assertThat(get("/api/actuator/health")).isEqualTo(200);
		assertThat(tracedPaths("/api/users/last")).containsExactly("/api/users/last");
		assertThat(span().getName()).isEqualTo("GET /api/users/{id}");
	}

	@Test
	void ignoredPathsReplaceTheDefault() throws Exception {
		start("--telemetry.ignore-paths=/users/1,/functional/**");
		get("/users/1");
		get("/functional/3");
		get("/actuator/health");
		assertThat(tracedPaths("/users/last")).containsExactly("/actuator/health", "/users/last");
	}

	@Test
	void responseHeaderCanBeRenamed() throws Exception {
		start("--telemetry.response-header=X-Trace-Id");
		get("/users/1");
		assertThat(this.response.headers().allValues("x-trace-id")).containsExactly(span().getTraceId());
		assertThat(this.response.headers().firstValue("traceresponse")).isEmpty();
	}

	@Test
	void responseHeaderCanBeSwitchedOff() throws Exception {
		start("--telemetry.response-header=off");
		get("/users/1");
		assertThat(this.response.headers().map().toString()).doesNotContain(span().getTraceId());
	}

	@Test
	void clientBehindTrustedProxyIsTheClient() throws Exception {
		start("--server.forward-headers-strategy=framework");
		get("/users/1", "X-Forwarded-For", "203.0.113.7", "X-Forwarded-Host", "shop.example", "X-Forwarded-Proto",
				"https", "X-Forwarded-Prefix", "/shop");
		assertThat(span().getAttributes().asMap())
			.containsEntry(AttributeKey.stringKey("client.address"), "203.0.113.7")
			.containsEntry(AttributeKey.stringKey("network.peer.address"), "127.0.0.1")
			.containsEntry(AttributeKey.stringKey("server.address"), "shop.example")
			.containsEntry(AttributeKey.longKey("server.port"), 443L)
			.containsEntry(AttributeKey.stringKey("url.scheme"), "https")
			.containsEntry(AttributeKey.stringKey("url.path"), "/shop/users/1")
			.containsEntry(AttributeKey.stringKey("http.route"), "/shop/users/{id}");
	}

	@Test
	void forwardedHeadersThatSpringRefusesAreTraced() throws Exception {
		start("--server.forward-headers-strategy=framework");
		assertThat(get("/users/1", "X-Forwarded-Port", "nonsense")).isEqualTo(400);
		assertThat(span().getAttributes().asMap())
			.containsEntry(AttributeKey.longKey("http.response.status_code"), 400L)
			.containsEntry(AttributeKey.stringKey("url.path"), "/users/1");
	}

	@Test
	void headersOfUntrustedProxyAreNotBelieved() throws Exception {
		start();
		get("/users/1", "X-Forwarded-For", "203.0.113.7");
		assertThat(span().getAttributes().get(AttributeKey.stringKey("client.address"))).isEqualTo("127.0.0.1");
	}

	@Test
	void problemDetailsAreAnswersToErrorsToo() throws Exception {
		start("--spring.webflux.problemdetails.enabled=true");
		assertThat(get("/status/502")).isEqualTo(502);
		WebFluxServerContractTest.assertError(span(), 502,
				org.springframework.web.server.ResponseStatusException.class);
	}

	@Test
	void handlerRunsInTheContextThoughReactorIsLimited() throws Exception {
		boolean enabled = Hooks.isAutomaticContextPropagationEnabled();
		Hooks.disableAutomaticContextPropagation();
		try {
			start("--spring.reactor.context-propagation=limited");
			assertThat(get("/users/1")).isEqualTo(200);
			assertThat(probe().seen()).containsExactly("handler=" + span().getSpanId());
		}
		finally {
			if (enabled) {
				Hooks.enableAutomaticContextPropagation();
			}
		}
	}

	@Test
	void unsampledRequestHasNoSpanButItsIds() throws Exception {
		start("--telemetry.sampler=0");
		get("/users/1");
		assertThat(this.response.headers().firstValue("traceresponse").orElseThrow())
			.matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00");
		assertThat(probe().spans().getFinishedSpanItems()).isEmpty();
	}

	@Test
	void nothingIsTracedWhenDisabled() throws Exception {
		start("--telemetry.disabled=true");
		assertThat(get("/users/1")).isEqualTo(200);
		assertThat(this.response.headers().firstValue("traceresponse")).isEmpty();
		assertThat(this.context.getBeansOfType(WebFluxTracingAutoConfiguration.class)).isEmpty();
		assertThat(probe().seen()).containsExactly("handler=0000000000000000");
	}

}
