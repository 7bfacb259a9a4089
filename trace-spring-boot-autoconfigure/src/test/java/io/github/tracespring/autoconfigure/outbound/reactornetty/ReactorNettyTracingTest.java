// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.reactornetty;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.netty.handler.codec.http.HttpMethod;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.LoopResources;

import io.github.tracespring.autoconfigure.core.propagation.ReactiveContext;
import io.github.tracespring.autoconfigure.outbound.http.HttpClientContractTest;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.util.UriComponentsBuilder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reactor Netty's HttpClient, in each way that an application gets one.
 */
class ReactorNettyTracingTest {

	private static final LoopResources LOOP = LoopResources.create("netty-client", 1, true);

	abstract static class Contract extends HttpClientContractTest {

		HttpClient httpClient() {
			return this.context.getBean(HttpClient.class);
		}

		@Override
		protected boolean knowsTemplates() {
			return false;
		}

		@Override
		protected boolean knowsResends() {
			return false;
		}

		@Override
		protected boolean tellsWhileSending() {
			return false;
		}

		@Override
		protected int call(String method, Map<String, String> headers, String template, Object... variables) {
			URI uri = UriComponentsBuilder.fromUriString(template).buildAndExpand(variables).toUri();
			HttpClient client = httpClient().headers((all) -> headers.forEach(all::set));
			Mono<Integer> call = status(
					(uri.getPath().equals("/hang")) ? client.responseTimeout(Duration.ofMillis(200)) : client, method,
					uri);
			boolean retried = uri.getPath().equals("/flaky");
			return call.flatMap((status) -> (retried && status == 503) ? call : Mono.just(status))
				.flatMap((status) -> (retried && status == 503) ? call : Mono.just(status))
				.block();
		}

		private static Mono<Integer> status(HttpClient client, String method, URI uri) {
			return client.request(HttpMethod.valueOf(method))
				.uri(uri)
				.responseSingle((response, body) -> body.asString().thenReturn(response.status().code()));
		}

		@Test
		void redirectThatIsFollowedHasItsOwnSpan() {
			Span caller = this.context.getBean(Tracer.class).spanBuilder("caller").startSpan();
			try (Scope scope = caller.makeCurrent()) {
				assertThat(status(httpClient().followRedirect(true), "GET", URI.create(this.server.url() + "/redirect"))
					.block()).isEqualTo(200);
			}
			List<SpanData> spans = this.exporter.getFinishedSpanItems();
			assertThat(spans).extracting((span) -> string(span, "url.full"))
				.containsExactly(this.server.url() + "/redirect", this.server.url() + "/users");
			assertThat(spans).extracting((span) -> number(span, "http.response.status_code"))
				.containsExactly(302L, 200L);
			assertThat(spans).extracting((span) -> number(span, "http.request.resend_count")).containsExactly(null, 1L);
			assertThat(spans).extracting(SpanData::getParentSpanContext).containsOnly(caller.getSpanContext());
			assertThat(this.server.requests()).flatExtracting((headers) -> headers.get("traceparent"))
				.containsExactly(traceparent(spans.get(0)), traceparent(spans.get(1)));
		}

		@Test
		void redirectToAHostThatIsToGetNoHeadersHasNone() {
			status(httpClient().followRedirect(true), "GET", URI.create(this.server.url() + "/redirect-away")).block();
			assertThat(this.exporter.getFinishedSpanItems()).hasSize(2);
			assertThat(this.server.requests()).hasSize(2);
			assertThat(this.server.requests().get(0)).containsKey("Traceparent");
			assertThat(this.server.requests().get(1)).doesNotContainKey("Traceparent");
		}

		@Test
		void contextOfTheChainIsTheParent() {
			Span caller = this.context.getBean(Tracer.class).spanBuilder("caller").startSpan();
			status(httpClient(), "GET", URI.create(this.server.url() + "/users"))
				.contextWrite((reactor) -> reactor.put(ReactiveContext.KEY, Context.root().with(caller)))
				.block();
			assertThat(span().getParentSpanContext()).isEqualTo(caller.getSpanContext());
		}

		@Test
		void callMadeOfAResponseIsACallOfItsOwn() {
			URI uri = URI.create(this.server.url() + "/users");
			Span caller = this.context.getBean(Tracer.class).spanBuilder("caller").startSpan();
			try (Scope scope = caller.makeCurrent()) {
				httpClient().get()
					.uri(uri)
					.response((response, body) -> Flux.from(status(httpClient(), "GET", uri)))
					.blockLast();
			}
			assertThat(this.exporter.getFinishedSpanItems()).hasSize(2)
				.extracting(SpanData::getParentSpanContext)
				.containsOnly(caller.getSpanContext());
		}

		@Test
		void cancelledCallIsAnError() {
			Disposable call = httpClient().get().uri(this.server.url() + "/silence").response().subscribe();
			Awaitility.await().until(() -> !this.server.requests().isEmpty());
			call.dispose();
			Awaitility.await().until(() -> !this.exporter.getFinishedSpanItems().isEmpty());
			assertThat(span().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
			assertThat(string(span(), "error.type")).isEqualTo("cancelled");
		}

		@Test
		void headersOfTheClientAreLeftAlone() {
			HttpClient client = httpClient().headers((headers) -> headers.set("X-Own", "1"));
			for (int i = 0; i < 2; i++) {
				client.get().uri("http://localhost:1/").response().onErrorComplete().block();
			}
			assertThat(client.configuration().headers().names()).doesNotContain("traceparent");
			assertThat(this.exporter.getFinishedSpanItems()).hasSize(2);
		}

		@Test
		void bodyIsSent() {
			httpClient().post()
				.uri(this.server.url() + "/users")
				.send(ByteBufFlux.fromString(Mono.delay(Duration.ofMillis(2)).map((tick) -> "body")))
				.response()
				.block();
			assertThat(this.server.requests().get(0).get("traceparent")).containsExactly(traceparent(span()));
		}

		@Test
		void nothingIsLeftOnTheEventLoop() throws Exception {
			Span caller = this.context.getBean(Tracer.class).spanBuilder("caller").startSpan();
			try (Scope scope = caller.makeCurrent()) {
				get(this.server.url() + "/users/{id}", 1);
			}
			List<Object> left = new CopyOnWriteArrayList<>();
			LOOP.onClient(true).next().submit(() -> {
				left.add(Context.current());
				left.add(String.valueOf(MDC.get("trace_id")));
			}).get();
			assertThat(left).containsExactly(Context.root(), "null");
		}

	}

	@Nested
	class ThatIsABean extends Contract {

		@Override
		protected Class<?> application() {
			return Application.class;
		}

		@Configuration(proxyBeanMethods = false)
		static class Application {

			@Bean
			HttpClient httpClient() {
				return HttpClient.create().runOn(LOOP);
			}

		}

	}

	@Nested
	class InstrumentedByHandTwice extends Contract {

		private HttpClient client;

		@Override
		protected Class<?> application() {
			return Application.class;
		}

		@Override
		HttpClient httpClient() {
			if (this.client == null) {
				ReactorNettyTracing tracing = this.context.getBean(ReactorNettyTracing.class);
				this.client = tracing.instrument(tracing.instrument(HttpClient.create().runOn(LOOP)).compress(true));
			}
			return this.client;
		}

		@Configuration(proxyBeanMethods = false)
		static class Application {

		}

	}

}
