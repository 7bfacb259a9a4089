// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.servlet;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.function.Supplier;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.core.StandardContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.tracespring.autoconfigure.inbound.http.ServerProbe;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the telemetry block and Boot's own settings change about server spans.
 */
class ServletServerSettingsTest {

	private ConfigurableApplicationContext context;

	private HttpResponse<String> response;

	private Class<?> more = ServerProbe.class;

	@AfterEach
	void close() {
		if (this.context != null) {
			this.context.close();
		}
	}

	private void start(String... arguments) {
		String[] all = java.util.stream.Stream
			.concat(java.util.stream.Stream.of("--server.port=0", "--server.address=127.0.0.1"),
					java.util.Arrays.stream(arguments))
			.toArray(String[]::new);
		this.context = SpringApplication.run(new Class<?>[] { ServletTestApplication.class, ServerProbe.class,
				TomcatServerTest.Tomcat.class, this.more }, all);
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

	/** The paths of all spans, once the request to the last of them has its span. */
	private List<String> tracedPaths() throws Exception {
		assertThat(get("/users/last")).isEqualTo(200);
		Supplier<List<String>> paths = () -> this.context.getBean(ServerProbe.class)
			.spans()
			.getFinishedSpanItems()
			.stream()
			.map((span) -> span.getAttributes().get(AttributeKey.stringKey("url.path")))
			.toList();
		Awaitility.await().until(() -> paths.get().contains("/users/last"));
		return paths.get();
	}

	private SpanData span() {
		List<SpanData> spans = Awaitility.await()
			.until(() -> this.context.getBean(ServerProbe.class).spans().getFinishedSpanItems(),
					(items) -> !items.isEmpty());
		return spans.get(0);
	}

	@ParameterizedTest
	@CsvSource(
			textBlock = """
					/actuator/health,
					/manage/health,      management.endpoints.web.base-path=/manage
					/health,             management.endpoints.web.base-path=/
					/actuator/live,      management.endpoints.web.path-mapping.health=live
					/live,               management.endpoints.web.base-path=/ management.endpoints.web.path-mapping.health=live
					/healthz,            management.endpoint.health.group.z.include=ping management.endpoint.health.group.z.additional-path=server:/healthz
					""")
	void actuatorAndFaviconAreNotTracedByDefault(String path, String settings) throws Exception {
		start((settings != null) ? settings.replace("management", "--management").split(" ") : new String[0]);
		assertThat(get(path)).isEqualTo(200);
		get("/favicon.ico");
		assertThat(tracedPaths()).containsExactly("/users/last");
	}

	@Test
	void actuatorBelowTheDispatchersPathIsNotTraced() throws Exception {
		start("--spring.mvc.servlet.path=/api");
		assertThat(get("/api/actuator/health")).isEqualTo(200);
		assertThat(get("/api/users/1")).isEqualTo(200);
		assertThat(span().getName()).isEqualTo("GET /api/users/{id}");
	}

	@Test
	void ignoredPathsReplaceTheDefault() throws Exception {
		start("--telemetry.ignore-paths=/users/1,/functional/**");
		get("/users/1");
		get("/functional/3");
		get("/actuator/health");
		assertThat(tracedPaths()).containsExactly("/actuator/health", "/users/last");
	}

	/** Each costs every request an event of each attribute. */
	@Test
	void tomcatHasNoListener() {
		start();
		TomcatWebServer server = (TomcatWebServer) ((ServletWebServerApplicationContext) this.context).getWebServer();
		StandardContext application = (StandardContext) server.getTomcat().getHost().findChildren()[0];
		assertThat(application.getApplicationEventListeners()).isEmpty();
	}

	@Test
	void samplerOfTheUserDecidesByTheAttributes() throws Exception {
		this.more = PathSampler.class;
		start();
		get("/users/1");
		assertThat(tracedPaths()).containsExactly("/users/last");
	}

	@Test
	void responseHeaderCanBeRenamed() throws Exception {
		start("--telemetry.response-header=X-Trace-Id");
		get("/users/1");
		assertThat(this.response.headers().allValues("x-trace-id")).containsExactly(span().getTraceId());
		assertThat(this.response.headers().firstValue("traceresponse")).isEmpty();
	}

	@Test
	void responseHeaderIsOneThatTheApplicationSees() throws Exception {
		this.more = HeaderReader.class;
		start();
		get("/users/1");
		String header = this.response.headers().firstValue("traceresponse").orElseThrow();
		assertThat(header).isEqualTo("00-" + span().getTraceId() + "-" + span().getSpanId() + "-01");
		assertThat(this.response.headers().firstValue("seen")).contains("traceresponse " + header + " true");
	}

	@ParameterizedTest
	@CsvSource({ "off", "false", "''" })
	void responseHeaderCanBeSwitchedOff(String off) throws Exception {
		start("--telemetry.response-header=" + off);
		get("/users/1");
		assertThat(this.response.headers().map().toString()).doesNotContain(span().getTraceId());
	}

	@Test
	void clientBehindTrustedProxyIsTheClient() throws Exception {
		start("--server.forward-headers-strategy=framework");
		get("/users/1", "X-Forwarded-For", "203.0.113.7", "X-Forwarded-Host", "shop.example", "X-Forwarded-Proto",
				"https");
		assertThat(span().getAttributes().asMap())
			.containsEntry(AttributeKey.stringKey("client.address"), "203.0.113.7")
			.containsEntry(AttributeKey.stringKey("network.peer.address"), "127.0.0.1")
			.containsEntry(AttributeKey.stringKey("server.address"), "shop.example")
			.containsEntry(AttributeKey.longKey("server.port"), 443L)
			.containsEntry(AttributeKey.stringKey("url.scheme"), "https");
	}

	@Test
	void headersOfUntrustedProxyAreNotBelieved() throws Exception {
		start();
		get("/users/1", "X-Forwarded-For", "203.0.113.7");
		assertThat(span().getAttributes().get(AttributeKey.stringKey("client.address"))).isEqualTo("127.0.0.1");
	}

	@Test
	void redactedParametersCanBeChosen() throws Exception {
		start("--telemetry.redacted-query-parameters=iban,*number");
		get("/users/1?IBAN=DE1&card_number=4&code=7");
		assertThat(span().getAttributes().get(AttributeKey.stringKey("url.query")))
			.isEqualTo("IBAN=REDACTED&card_number=REDACTED&code=7");
	}

	@Test
	void unsampledRequestHasNoSpanButItsIds() throws Exception {
		start("--telemetry.sampler=0");
		get("/users/1");
		assertThat(this.response.headers().firstValue("traceresponse").orElseThrow())
			.matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00");
		assertThat(this.context.getBean(ServerProbe.class).spans().getFinishedSpanItems()).isEmpty();
	}

	@Test
	void nothingIsTracedWhenDisabled() throws Exception {
		start("--telemetry.disabled=true");
		assertThat(get("/users/1")).isEqualTo(200);
		assertThat(this.response.headers().firstValue("traceresponse")).isEmpty();
		assertThat(this.context.getBeansOfType(ServletTracingAutoConfiguration.class)).isEmpty();
		assertThat(this.context.getBean(ServerProbe.class).seen()).containsExactly("handler=0000000000000000");
	}

	@Configuration(proxyBeanMethods = false)
	static class PathSampler implements Sampler {

		@Override
		public SamplingResult shouldSample(Context parent, String traceId, String name, SpanKind kind,
				Attributes attributes, List<LinkData> links) {
			String path = attributes.get(AttributeKey.stringKey("url.path"));
			return "/users/last".equals(path) ? SamplingResult.recordAndSample() : SamplingResult.drop();
		}

		@Override
		public String getDescription() {
			return Sampler.parentBased(Sampler.alwaysOn()).getDescription();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class HeaderReader {

		@Bean
		FilterRegistrationBean<Filter> reader() {
			return new FilterRegistrationBean<>((request, response, chain) -> {
				HttpServletResponse http = (HttpServletResponse) response;
				String name = http.getHeaderNames().iterator().next();
				boolean taken = TomcatResponses.add(http, "other".getBytes(), "value".getBytes());
				http.setHeader("seen", name + " " + http.getHeader("TraceResponse") + " " + taken);
				chain.doFilter(request, response);
			});
		}

	}

}
