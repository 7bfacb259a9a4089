// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.log;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.MDC;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import io.github.tracespring.autoconfigure.inbound.http.ServerProbe;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The baggage that a request brings is in the log and on the spans, on every thread that
 * works for it, and nowhere afterwards.
 */
class BaggageTest {

	private static final ExecutorService POOL = Executors.newSingleThreadExecutor((task) -> {
		Thread thread = new Thread(task, "elsewhere");
		thread.setDaemon(true);
		return thread;
	});

	@ParameterizedTest
	@EnumSource(value = WebApplicationType.class, names = { "SERVLET", "REACTIVE" })
	void baggageOfRequestIsOnEveryThreadAndSpan(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = start(type)) {
			for (int i = 0; i < 3; i++) {
				assertThat(get(context, "tenant=a;p=1,order=7,other=x"))
					.isEqualTo("handler=a executor=a operator=a changed=b elastic=a");
				assertThat(get(context, "other=x"))
					.isEqualTo("handler=null executor=null operator=null changed=b elastic=null");
			}
			assertThat(POOL.submit(MDC::getCopyOfContextMap).get()).isNullOrEmpty();
			List<SpanData> spans = Awaitility.await()
				.until(() -> context.getBean(ServerProbe.class).spans().getFinishedSpanItems(),
						(items) -> items.size() == 18);
			for (SpanData span : spans.subList(0, 3)) {
				assertThat(span.getAttributes().get(AttributeKey.stringKey("tenant")))
					.isEqualTo(span.getName().equals("changed") ? "b" : "a");
				assertThat(span.getAttributes().get(AttributeKey.stringKey("order")))
					.isEqualTo(span.getName().equals("own") ? "mine" : "7");
				assertThat(span.getAttributes().get(AttributeKey.stringKey("other"))).isNull();
			}
		}
	}

	private static ConfigurableApplicationContext start(WebApplicationType type) {
		SpringApplication application = new SpringApplication(Main.class,
				(type == WebApplicationType.SERVLET) ? Tomcat.class : Netty.class);
		application.setWebApplicationType(type);
		return application.run("--server.port=0", "--server.address=127.0.0.1", "--server.tomcat.threads.max=1",
				"--telemetry.baggage.log=tenant", "--telemetry.baggage.tags=tenant,order");
	}

	private static String get(ConfigurableApplicationContext context, String baggage) throws Exception {
		String port = context.getEnvironment().getProperty("local.server.port");
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/baggage"))
			.header("baggage", baggage)
			.build();
		return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ ServerProbe.class, Controller.class })
	static class Main {

	}

	@Configuration(proxyBeanMethods = false)
	static class Tomcat {

		@Bean
		TomcatServletWebServerFactory webServerFactory() {
			return new TomcatServletWebServerFactory();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Netty {

		@Bean
		NettyReactiveWebServerFactory webServerFactory() {
			return new NettyReactiveWebServerFactory();
		}

	}

	@RestController
	static class Controller {

		private final Tracer tracer;

		Controller(Tracer tracer) {
			this.tracer = tracer;
		}

		@GetMapping("/baggage")
		Mono<String> baggage() {
			List<String> seen = new CopyOnWriteArrayList<>();
			see(seen, "handler");
			CompletableFuture.runAsync(() -> see(seen, "executor"), Context.taskWrapping(POOL)).join();
			return Mono.delay(Duration.ofMillis(2)).doOnNext((it) -> {
				see(seen, "operator");
				this.tracer.spanBuilder("own").setAttribute("order", "mine").startSpan().end();
				try (Scope scope = Baggage.current().toBuilder().put("tenant", "b").build().makeCurrent()) {
					see(seen, "changed");
					this.tracer.spanBuilder("changed").startSpan().end();
				}
			}).publishOn(Schedulers.boundedElastic()).map((it) -> {
				see(seen, "elastic");
				return String.join(" ", seen);
			});
		}

		private static void see(List<String> seen, String place) {
			seen.add(place + "=" + MDC.get("tenant"));
		}

	}

}
