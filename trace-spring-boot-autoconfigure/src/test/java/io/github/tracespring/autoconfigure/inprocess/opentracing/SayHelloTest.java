// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.opentracing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentracing.Scope;
import io.opentracing.Span;
import io.opentracing.SpanContext;
import io.opentracing.Tracer;
import io.opentracing.propagation.Format;
import io.opentracing.propagation.TextMap;
import io.opentracing.propagation.TextMapAdapter;
import io.opentracing.tag.Tags;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The program that OpenTracing's tutorials taught, over real HTTP: say-hello asks a
 * formatter by a client that carries the context by hand, and a publisher by one that is
 * traced here.
 */
class SayHelloTest {

	@Test
	void isOneTraceTogetherWithTheSpansMadeHere() {
		try (ConfigurableApplicationContext context = SpringApplication.run(Application.class, "--server.port=0",
				"--server.address=127.0.0.1")) {
			String base = "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port");
			new Hello(context.getBean(Tracer.class), context.getBean(RestClient.class), base).sayHello("Bryan",
					"Bonjour");
			InMemorySpanExporter exporter = context.getBean(Application.class).spans;
			Awaitility.await().until(() -> exporter.getFinishedSpanItems().size() == 8);
			check(exporter.getFinishedSpanItems());
		}
	}

	private static void check(List<SpanData> spans) {
		Map<String, String> names = spans.stream().collect(Collectors.toMap(SpanData::getSpanId, SayHelloTest::name));
		assertThat(spans).extracting(SpanData::getTraceId).containsOnly(spans.get(0).getTraceId());
		assertThat(spans)
			.extracting((span) -> name(span) + " < " + names.getOrDefault(span.getParentSpanId(), "nothing"))
			.containsExactlyInAnyOrder("say-hello < nothing", "formatString < say-hello",
					"SERVER GET /format < formatString", "format < formatString", "printHello < say-hello",
					"CLIENT GET /publish < printHello", "SERVER GET /publish < CLIENT GET /publish",
					"println < SERVER GET /publish");
		SpanData format = named(spans, "format");
		assertThat(format.getKind()).isEqualTo(SpanKind.SERVER);
		assertThat(format.getEvents()).singleElement().satisfies((event) -> {
			assertThat(event.getName()).isEqualTo("string-format");
			assertThat(event.getAttributes().get(AttributeKey.stringKey("value"))).isEqualTo("Bonjour, Bryan!");
		});
		assertThat(named(spans, "println").getAttributes().get(AttributeKey.stringKey("greeting")))
			.isEqualTo("Bonjour");
		assertThat(named(spans, "say-hello").getAttributes().get(AttributeKey.stringKey("hello-to")))
			.isEqualTo("Bryan");
	}

	private static SpanData named(List<SpanData> spans, String name) {
		return spans.stream().filter((span) -> span.getName().equals(name)).findFirst().orElseThrow();
	}

	private static String name(SpanData span) {
		boolean ours = span.getName().startsWith("GET ");
		return ours ? span.getKind() + " " + span.getName() : span.getName();
	}

	/** The client of the tutorial; it knows OpenTracing only. */
	static final class Hello {

		private final HttpClient http = HttpClient.newHttpClient();

		private final Tracer tracer;

		private final RestClient restClient;

		private final String base;

		Hello(Tracer tracer, RestClient restClient, String base) {
			this.tracer = tracer;
			this.restClient = restClient;
			this.base = base;
		}

		void sayHello(String helloTo, String greeting) {
			Span span = this.tracer.buildSpan("say-hello").start();
			try (Scope scope = this.tracer.scopeManager().activate(span)) {
				span.setTag("hello-to", helloTo);
				span.setBaggageItem("greeting", greeting);
				printHello(formatString(helloTo));
			}
			finally {
				span.finish();
			}
		}

		private String formatString(String helloTo) {
			Span span = this.tracer.buildSpan("formatString").start();
			try (Scope scope = this.tracer.scopeManager().activate(span)) {
				String url = this.base + "/format?helloTo=" + helloTo;
				Span activeSpan = this.tracer.activeSpan();
				Tags.SPAN_KIND.set(activeSpan, Tags.SPAN_KIND_CLIENT);
				Tags.HTTP_METHOD.set(activeSpan, "GET");
				Tags.HTTP_URL.set(activeSpan, url);
				HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
				this.tracer.inject(activeSpan.context(), Format.Builtin.HTTP_HEADERS, new RequestCarrier(request));
				String helloStr = this.http.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
				span.log(Map.of("event", "string-format", "value", helloStr));
				return helloStr;
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			finally {
				span.finish();
			}
		}

		private void printHello(String helloStr) {
			Span span = this.tracer.buildSpan("printHello").start();
			try (Scope scope = this.tracer.scopeManager().activate(span)) {
				this.restClient.get()
					.uri(this.base + "/publish?helloStr={helloStr}", helloStr)
					.retrieve()
					.toBodilessEntity();
				span.log(Map.of("event", "println"));
			}
			finally {
				span.finish();
			}
		}

	}

	/** Writes headers, and has none to read. */
	private record RequestCarrier(HttpRequest.Builder request) implements TextMap {

		@Override
		public Iterator<Map.Entry<String, String>> iterator() {
			throw new UnsupportedOperationException("carrier is write-only");
		}

		@Override
		public void put(String key, String value) {
			this.request.header(key, value);
		}

	}

	/** Formatter and publisher. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Services.class)
	static class Application {

		private final InMemorySpanExporter spans = InMemorySpanExporter.create();

		@Bean
		SpanProcessor spanProcessor() {
			return SimpleSpanProcessor.create(this.spans);
		}

		@Bean
		TomcatServletWebServerFactory webServerFactory() {
			return new TomcatServletWebServerFactory();
		}

		@Bean
		RestClient restClient() {
			return RestClient.create();
		}

	}

	@RestController
	static class Services {

		private final Tracer tracer;

		Services(Tracer tracer) {
			this.tracer = tracer;
		}

		/** Continues the caller's trace by hand, as the tutorials' server does. */
		@GetMapping("/format")
		String format(@RequestHeader HttpHeaders httpHeaders, @RequestParam String helloTo) {
			SpanContext parent = this.tracer.extract(Format.Builtin.HTTP_HEADERS,
					new TextMapAdapter(httpHeaders.toSingleValueMap()));
			Span span = this.tracer.buildSpan("format")
				.asChildOf(parent)
				.withTag(Tags.SPAN_KIND.getKey(), Tags.SPAN_KIND_SERVER)
				.start();
			try (Scope scope = this.tracer.scopeManager().activate(span)) {
				String greeting = span.getBaggageItem("greeting");
				String helloStr = String.format("%s, %s!", (greeting != null) ? greeting : "Hello", helloTo);
				span.log(Map.of("event", "string-format", "value", helloStr));
				return helloStr;
			}
			finally {
				span.finish();
			}
		}

		/** Relies on the server's span being the active one. */
		@GetMapping("/publish")
		void publish(@RequestParam String helloStr) {
			Span span = this.tracer.buildSpan("println").start();
			span.setTag("greeting", this.tracer.activeSpan().getBaggageItem("greeting"));
			span.finish();
		}

	}

}
