// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.webclient;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.LoopResources;
import reactor.util.retry.Retry;

import io.github.tracespring.autoconfigure.outbound.http.HttpClientContractTest;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpResponse;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * WebClient on Reactor Netty, in each way that an application gets one.
 */
class WebClientTracingTest {

	/** One event loop for all, so that what a call leaves behind meets the next. */
	static final LoopResources LOOP = LoopResources.create("test", 1, true);

	abstract static class Contract extends HttpClientContractTest {

		WebClient webClient() {
			return this.context.getBean(WebClient.class);
		}

		@Override
		protected int call(String method, Map<String, String> headers, String template, Object... variables) {
			return webClient().method(HttpMethod.valueOf(method))
				.uri(template, variables)
				.headers((all) -> headers.forEach(all::set))
				.exchangeToMono((response) -> response.releaseBody().thenReturn(response.statusCode().value()))
				.block();
		}

		@Test
		void resubscriptionAfterAFailureIsAResend() {
			Span caller = this.context.getBean(Tracer.class).spanBuilder("caller").startSpan();
			Mono<String> call = webClient().get()
				.uri(this.server.url() + "/status/{status}", 500)
				.retrieve()
				.bodyToMono(String.class)
				.retryWhen(Retry.backoff(2, Duration.ofMillis(1)));
			try (Scope scope = caller.makeCurrent()) {
				assertThat(scope).isNotNull();
				assertThatException().isThrownBy(call::block);
			}
			List<SpanData> spans = this.exporter.getFinishedSpanItems();
			assertThat(spans).extracting((span) -> number(span, "http.request.resend_count"))
				.containsExactly(null, 1L, 2L);
		}

		@Test
		void attemptOnATimersThreadHasTheCallersParent() {
			Span caller = this.context.getBean(Tracer.class).spanBuilder("caller").startSpan();
			try (Scope scope = caller.makeCurrent()) {
				assertThat(scope).isNotNull();
				assertThatException().isThrownBy(() -> webClient().get()
					.uri(this.server.url() + "/status/{status}", 500)
					.retrieve()
					.toBodilessEntity()
					.retryWhen(Retry.backoff(1, Duration.ofMillis(1)))
					.subscribeOn(Schedulers.boundedElastic())
					.block());
			}
			assertThat(this.exporter.getFinishedSpanItems()).hasSize(2)
				.extracting(SpanData::getParentSpanContext)
				.containsOnly(caller.getSpanContext());
		}

		@Test
		void subscriptionAfterASuccessIsANewCall() {
			Mono<?> call = webClient().get().uri(this.server.url() + "/users/{id}", 1).retrieve().toBodilessEntity();
			call.block();
			call.block();
			assertThat(this.exporter.getFinishedSpanItems()).hasSize(2)
				.extracting((span) -> number(span, "http.request.resend_count"))
				.containsOnlyNulls();
		}

		@Test
		void cancelledCallIsAnError() {
			Disposable call = webClient().get()
				.uri(this.server.url() + "/silence")
				.retrieve()
				.toBodilessEntity()
				.subscribe();
			Awaitility.await().until(() -> !this.server.requests().isEmpty());
			call.dispose();
			assertThat(span().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
			assertThat(string(span(), "error.type")).isEqualTo("cancelled");
		}

		@Test
		void timeoutOfTheCallerIsACancellation() {
			assertThatException()
				.isThrownBy(() -> webClient().get()
					.uri(this.server.url() + "/silence")
					.retrieve()
					.toBodilessEntity()
					.timeout(Duration.ofMillis(200))
					.block())
				.havingRootCause()
				.isInstanceOf(TimeoutException.class);
			assertThat(string(span(), "error.type")).isEqualTo("cancelled");
		}

		@Test
		void cancellationAfterTheResponseIsNoError() {
			AtomicBoolean answered = new AtomicBoolean();
			Disposable call = webClient().get()
				.uri(this.server.url() + "/users/{id}", 1)
				.exchangeToMono((response) -> Mono.never().doOnSubscribe((subscription) -> answered.set(true)))
				.subscribe();
			Awaitility.await().untilTrue(answered);
			call.dispose();
			assertThat(span().getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
			assertThat(string(span(), "error.type")).isNull();
		}

		@Test
		void nothingIsLeftOnTheEventLoop() {
			List<Context> contexts = new CopyOnWriteArrayList<>();
			Span caller = this.context.getBean(Tracer.class).spanBuilder("caller").startSpan();
			try (Scope scope = caller.makeCurrent()) {
				assertThat(scope).isNotNull();
				for (int i = 0; i < 3; i++) {
					webClient().get()
						.uri(this.server.url() + "/users/{id}", i)
						.retrieve()
						.bodyToMono(String.class)
						.doFinally((signal) -> LOOP.onClient(true)
							.forEach((loop) -> loop.execute(() -> contexts.add(Context.current()))))
						.block();
				}
			}
			Awaitility.await().until(() -> contexts.size() >= 3);
			assertThat(contexts).containsOnly(Context.root());
		}

		@Test
		void callMadeInAnAnswerIsASibling() {
			Span caller = this.context.getBean(Tracer.class).spanBuilder("caller").startSpan();
			try (Scope scope = caller.makeCurrent()) {
				assertThat(scope).isNotNull();
				webClient().get()
					.uri(this.server.url() + "/users/{id}", 1)
					.exchangeToMono((response) -> response.releaseBody()
						.then(webClient().get()
							.uri(this.server.url() + "/users/{id}", 2)
							.retrieve()
							.toBodilessEntity()))
					.block();
			}
			assertThat(this.exporter.getFinishedSpanItems()).hasSize(2)
				.extracting(SpanData::getParentSpanContext)
				.containsOnly(caller.getSpanContext());
		}

	}

	@Nested
	class MadeByBootsBuilder extends Contract {

		@Override
		protected Class<?> application() {
			return Application.class;
		}

		@Configuration(proxyBeanMethods = false)
		static class Application {

			@Bean
			WebClient webClient(WebClient.Builder builder) {
				return builder.clientConnector(new Wire()).filter(new RetryFilter()).build();
			}

		}

	}

	@Nested
	class MadeWithCreate extends Contract {

		@Override
		protected Class<?> application() {
			return Application.class;
		}

		@Configuration(proxyBeanMethods = false)
		static class Application {

			@Bean
			WebClient webClient() {
				return WebClient.builder().clientConnector(new Wire()).filter(new RetryFilter()).build();
			}

		}

	}

	/** The client is never a bean: only a clone of the builder makes it. */
	@Nested
	class MadeByTheApplicationsBuilder extends Contract {

		@Override
		protected Class<?> application() {
			return Application.class;
		}

		@Override
		WebClient webClient() {
			return this.context.getBean(Holder.class).webClient();
		}

		@Configuration(proxyBeanMethods = false)
		static class Application {

			@Bean
			WebClient.Builder builder() {
				return WebClient.builder().clientConnector(new Wire());
			}

			@Bean
			Holder holder(WebClient.Builder builder) {
				return new Holder(builder.clone().filter(new RetryFilter()).build());
			}

		}

		record Holder(WebClient webClient) {

		}

	}

	@Nested
	class InstrumentedByHandTwice extends Contract {

		private WebClient webClient;

		@Override
		protected Class<?> application() {
			return Application.class;
		}

		@Override
		WebClient webClient() {
			if (this.webClient == null) {
				WebClientTracing tracing = this.context.getBean(WebClientTracing.class);
				WebClient.Builder builder = tracing.instrument(tracing.instrument(WebClient.builder()))
					.clientConnector(new Wire());
				WebClient plain = tracing.instrument(builder.build());
				this.webClient = tracing.instrument(plain.mutate().filter(new RetryFilter()).build());
			}
			return this.webClient;
		}

		@Configuration(proxyBeanMethods = false)
		static class Application {

		}

	}

	/** Tells which context is current on the wire; only {@code /hang} times out soon. */
	static final class Wire implements ClientHttpConnector {

		private final ClientHttpConnector patient;

		private final ClientHttpConnector hasty;

		Wire() {
			this(HttpClient.create().runOn(LOOP));
		}

		Wire(HttpClient client) {
			this.patient = new ReactorClientHttpConnector(client);
			this.hasty = new ReactorClientHttpConnector(client.responseTimeout(Duration.ofMillis(200)));
		}

		@Override
		public Mono<ClientHttpResponse> connect(HttpMethod method, URI uri,
				Function<? super ClientHttpRequest, Mono<Void>> request) {
			return Mono.defer(() -> {
				HttpClientContractTest.sending();
				return (uri.getPath().equals("/hang") ? this.hasty : this.patient).connect(method, uri, request);
			});
		}

	}

	/** A user's filter that sends again. */
	static final class RetryFilter implements ExchangeFilterFunction {

		@Override
		public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
			return next.exchange(request).flatMap((response) -> {
				boolean again = request.url().getPath().equals("/flaky") && response.statusCode().value() == 503;
				return again ? response.releaseBody().then(Mono.<ClientResponse>error(new IllegalStateException()))
						: Mono.just(response);
			}).retryWhen(Retry.max(2).filter(IllegalStateException.class::isInstance));
		}

	}

}
