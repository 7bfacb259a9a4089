// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.opencensus;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.opencensus.common.Scope;
import io.opencensus.trace.AttributeValue;
import io.opencensus.trace.Tracer;
import io.opencensus.trace.Tracing;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import jakarta.servlet.Filter;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Code for OpenCensus in a request, between the spans made here.
 */
class OpenCensusRequestTest {

	private static ConfigurableApplicationContext context;

	private static Application application;

	@BeforeAll
	static void start() {
		context = SpringApplication.run(Application.class, "--server.port=0", "--server.address=127.0.0.1",
				"--telemetry.ignore-paths=/ignored");
		application = context.getBean(Application.class);
	}

	@AfterAll
	static void stop() {
		context.close();
	}

	@BeforeEach
	void reset() {
		application.spans.reset();
	}

	private static String get(String path) throws Exception {
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create(base() + path)).build(), HttpResponse.BodyHandlers.ofString())
			.body();
	}

	private static String base() {
		return "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port");
	}

	private static List<SpanData> spans(int count) {
		Awaitility.await().until(() -> application.spans.getFinishedSpanItems().size() == count);
		return application.spans.getFinishedSpanItems();
	}

	@Test
	void spanIsBetweenServerAndClient() throws Exception {
		String mdc = get("/work");
		List<SpanData> spans = spans(4);
		Map<String, String> names = spans.stream().collect(Collectors.toMap(SpanData::getSpanId, SpanData::getName));
		assertThat(spans).extracting(SpanData::getTraceId).containsOnly(spans.get(0).getTraceId());
		assertThat(spans)
			.extracting((span) -> span.getKind() + " " + span.getName() + " < "
					+ names.getOrDefault(span.getParentSpanId(), "nothing"))
			.containsExactlyInAnyOrder("SERVER GET /work < nothing", "INTERNAL census < GET /work",
					"CLIENT GET < census", "SERVER GET /leaf < GET");
		SpanData census = spans.stream().filter((span) -> span.getName().equals("census")).findFirst().orElseThrow();
		assertThat(census.getAttributes().get(AttributeKey.longKey("items"))).isEqualTo(3);
		assertThat(census.getEvents()).extracting(EventData::getName).containsExactly("counted");
		assertThat(mdc).isEqualTo(census.getSpanId());
	}

	@Test
	void nothingIsRecordedBelowIgnoredRequest() throws Exception {
		get("/ignored");
		get("/leaf");
		assertThat(spans(1)).extracting(SpanData::getName).containsExactly("GET /leaf");
	}

	@Test
	void nothingIsLeftOnTheThread() throws Exception {
		for (int i = 0; i < 20; i++) {
			get("/work");
		}
		spans(80);
		assertThat(application.leaks).isEmpty();
	}

	/** Its thread must be clean before and after each request. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Work.class)
	static class Application {

		private final InMemorySpanExporter spans = InMemorySpanExporter.create();

		private final List<String> leaks = new java.util.concurrent.CopyOnWriteArrayList<>();

		@Bean
		SpanProcessor spanProcessor() {
			return SimpleSpanProcessor.create(this.spans);
		}

		@Bean
		RestClient restClient() {
			return RestClient.create();
		}

		@Bean
		FilterRegistrationBean<Filter> leakCheck() {
			FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>((request, response, chain) -> {
				check();
				chain.doFilter(request, response);
				check();
			});
			registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
			return registration;
		}

		private void check() {
			if (Context.current() != Context.root() || MDC.get("trace_id") != null) {
				this.leaks.add(Thread.currentThread().getName() + " " + Context.current());
			}
		}

	}

	@RestController
	static class Work {

		private static final Tracer tracer = Tracing.getTracer();

		private final RestClient client;

		Work(RestClient client) {
			this.client = client;
		}

		@GetMapping({ "/work", "/ignored" })
		String work() {
			try (Scope scope = tracer.spanBuilder("census").startScopedSpan()) {
				tracer.getCurrentSpan().putAttribute("items", AttributeValue.longAttributeValue(3));
				tracer.getCurrentSpan().addAnnotation("counted");
				this.client.get().uri(base() + "/leaf").retrieve().toBodilessEntity();
				return MDC.get("span_id");
			}
		}

		@GetMapping("/leaf")
		void leaf() {
		}

	}

}
