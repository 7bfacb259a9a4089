// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.jdkhttp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.slf4j.MDC;

import io.github.tracespring.autoconfigure.outbound.http.HttpClientContractTest;
import io.github.tracespring.autoconfigure.outbound.http.TestProxySelector;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.util.UriComponentsBuilder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The JDK's HttpClient, in each way that it sends, and in each way that an application
 * gets one.
 */
class JdkHttpClientTracingTest {

	/** What the client reads on. */
	private static final ExecutorService POOL = Executors.newFixedThreadPool(2);

	@AfterAll
	static void stopPool() {
		POOL.shutdownNow();
	}

	abstract static class Contract extends HttpClientContractTest {

		HttpClient httpClient() {
			return this.context.getBean(HttpClient.class);
		}

		abstract HttpResponse<Void> send(HttpRequest request) throws Exception;

		@Override
		protected boolean knowsTemplates() {
			return false;
		}

		@Override
		protected boolean knowsResends() {
			return false;
		}

		HttpRequest request(String method, String template, Object... variables) {
			URI uri = UriComponentsBuilder.fromUriString(template).buildAndExpand(variables).toUri();
			HttpRequest.Builder request = HttpRequest.newBuilder(uri)
				.method(method, HttpRequest.BodyPublishers.noBody());
			if (uri.getPath().equals("/hang")) {
				request.timeout(Duration.ofMillis(200));
			}
			return request.build();
		}

		/** The application's own retry is here: the client has none. */
		@Override
		protected int call(String method, Map<String, String> headers, String template, Object... variables) {
			HttpRequest.Builder request = HttpRequest.newBuilder(request(method, template, variables), (n, v) -> true);
			headers.forEach(request::header);
			try {
				int status = send(request.build()).statusCode();
				for (int i = 0; i < 2 && template.endsWith("/flaky") && status == 503; i++) {
					status = send(request.build()).statusCode();
				}
				return status;
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}

		@AfterEach
		void nothingIsLeftOnThePool() throws Exception {
			List<Object> left = new ArrayList<>();
			for (int i = 0; i < 4; i++) {
				POOL.submit(() -> left.add(Context.current() + "/" + MDC.get("trace_id"))).get();
			}
			assertThat(left).containsOnly(Context.root() + "/null");
		}

	}

	/** Sends and waits. */
	abstract static class Blocking extends Contract {

		@Override
		HttpResponse<Void> send(HttpRequest request) throws Exception {
			return httpClient().send(request, HttpResponse.BodyHandlers.discarding());
		}

	}

	@Nested
	class ThatIsABean extends Blocking {

		@Override
		protected Class<?> application() {
			return Application.class;
		}

		@Test
		void clientIsWhatTheApplicationMadeOfIt() {
			HttpClient client = httpClient();
			assertThat(client).isInstanceOf(TracingHttpClient.class);
			assertThat(client.executor()).contains(POOL);
			assertThat(client.proxy()).get().isInstanceOf(TestProxySelector.class);
			assertThat(client.connectTimeout()).contains(Duration.ofSeconds(5));
			assertThat(client.followRedirects()).isEqualTo(HttpClient.Redirect.NORMAL);
			assertThat(client.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
			assertThat(client.cookieHandler()).get().isInstanceOf(CookieManager.class);
			assertThat(client.authenticator()).isEmpty();
			assertThat(client.sslContext()).isNotNull();
			assertThat(client.sslParameters()).isNotNull();
			assertThat(client.newWebSocketBuilder()).isNotNull();
		}

		@Test
		void badRequestIsRefusedAsBefore() {
			assertThatExceptionOfType(NullPointerException.class)
				.isThrownBy(() -> httpClient().send(null, HttpResponse.BodyHandlers.discarding()));
			assertThat(this.exporter.getFinishedSpanItems()).isEmpty();
		}

		@Test
		void bodyAndTimeoutAreKept() throws Exception {
			HttpRequest request = HttpRequest.newBuilder(URI.create(this.server.url() + "/users"))
				.POST(HttpRequest.BodyPublishers.ofString("Ada"))
				.timeout(Duration.ofSeconds(7))
				.expectContinue(true)
				.version(HttpClient.Version.HTTP_1_1)
				.build();
			HttpRequest sent = httpClient().send(request, HttpResponse.BodyHandlers.discarding()).request();
			assertThat(sent.timeout()).contains(Duration.ofSeconds(7));
			assertThat(sent.expectContinue()).isTrue();
			assertThat(sent.version()).contains(HttpClient.Version.HTTP_1_1);
			assertThat(this.server.requests()).singleElement()
				.satisfies((headers) -> assertThat(headers.getFirst("Content-Length")).isEqualTo("3"));
		}

		@Test
		@EnabledForJreRange(min = JRE.JAVA_21)
		void closingReachesTheClient() throws Exception {
			HttpClient delegate = HttpClient.newHttpClient();
			HttpClient client = this.context.getBean(JdkHttpClientTracing.class).instrument(delegate);
			assertThat(call(client, "isTerminated")).isEqualTo(false);
			call(client, "shutdown");
			call(client, "shutdownNow");
			assertThat(HttpClient.class.getMethod("awaitTermination", Duration.class)
				.invoke(client, Duration.ofSeconds(5))).isEqualTo(true);
			call(client, "close");
			assertThat(call(delegate, "isTerminated")).isEqualTo(true);
			assertThat(call(client, "isTerminated")).isEqualTo(true);
		}

		private static Object call(HttpClient client, String method) throws Exception {
			return HttpClient.class.getMethod(method).invoke(client);
		}

	}

	@Nested
	class InstrumentedByHandTwice extends Blocking {

		private HttpClient client;

		@Override
		protected Class<?> application() {
			return NoClient.class;
		}

		@Override
		HttpClient httpClient() {
			if (this.client == null) {
				JdkHttpClientTracing tracing = this.context.getBean(JdkHttpClientTracing.class);
				HttpClient once = tracing.instrument(newClient());
				this.client = tracing.instrument(once);
				assertThat(this.client).isSameAs(once);
			}
			return this.client;
		}

	}

	@Nested
	class Asynchronous extends Contract {

		@Override
		protected Class<?> application() {
			return Application.class;
		}

		@Override
		HttpResponse<Void> send(HttpRequest request) throws Exception {
			return sendAsync(request).join();
		}

		private CompletableFuture<HttpResponse<Void>> sendAsync(HttpRequest request) {
			return httpClient().sendAsync(request, HttpResponse.BodyHandlers.discarding());
		}

		@Test
		void callbackRunsInTheCallersContextAfterTheSpanHasEnded() {
			Span caller = this.context.getBean(Tracer.class).spanBuilder("caller").startSpan();
			CompletableFuture<List<Object>> seen;
			try (Scope scope = caller.makeCurrent()) {
				seen = sendAsync(request("GET", this.server.url() + "/status/200"))
					.thenApply((response) -> List.of(Span.current(), String.valueOf(MDC.get("span_id")),
							this.exporter.getFinishedSpanItems().size()));
			}
			// Unless it was added too late, then it runs where it was added
			assertThat(seen.join()).containsExactly(caller, caller.getSpanContext().getSpanId(), 1);
		}

		@Test
		void callbackThatSendsAgainMakesAnotherCall() {
			HttpRequest request = request("GET", this.server.url() + "/flaky");
			Span caller = this.context.getBean(Tracer.class).spanBuilder("caller").startSpan();
			try (Scope scope = caller.makeCurrent()) {
				sendAsync(request).thenCompose((response) -> sendAsync(request)).join();
			}
			assertThat(this.exporter.getFinishedSpanItems()).hasSize(2)
				.extracting(SpanData::getParentSpanId)
				.containsOnly(caller.getSpanContext().getSpanId());
		}

		@Test
		void cancellingEndsTheSpanAndTheRequest() {
			CompletableFuture<?> call = sendAsync(request("GET", this.server.url() + "/silence"));
			Awaitility.await().until(() -> !this.server.requests().isEmpty());
			assertThat(call.cancel(true)).isTrue();
			assertCancelled(call);
		}

		@Test
		void cancellingWhatIsDerivedDoesToo() {
			CompletableFuture<?> call = sendAsync(request("GET", this.server.url() + "/silence"));
			Awaitility.await().until(() -> !this.server.requests().isEmpty());
			assertThat(call.thenApply(String::valueOf).thenAccept(String::valueOf).cancel(true)).isTrue();
			assertCancelled(call);
		}

		private void assertCancelled(CompletableFuture<?> call) {
			Awaitility.await().until(() -> !this.exporter.getFinishedSpanItems().isEmpty());
			assertThat(span().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
			assertThat(string(span(), "error.type")).isEqualTo("cancelled");
			assertThat(call).isCompletedExceptionally();
			assertThatExceptionOfType(Exception.class).isThrownBy(call::join)
				.isInstanceOfAny(CancellationException.class, CompletionException.class);
		}

		@Test
		void failureOfTheBodyIsRecorded() {
			CompletableFuture<?> call = httpClient().sendAsync(request("GET", this.server.url() + "/users"), (info) -> {
				throw new IllegalArgumentException("unreadable");
			});
			assertThatExceptionOfType(CompletionException.class).isThrownBy(call::join)
				.havingRootCause()
				.withMessage("unreadable");
			assertThat(string(span(), "error.type")).contains("Exception");
		}

	}

	/** The overload that takes pushes. */
	@Nested
	class TakingPushes extends Contract {

		@Override
		protected Class<?> application() {
			return Application.class;
		}

		@Override
		HttpResponse<Void> send(HttpRequest request) throws Exception {
			return httpClient()
				.sendAsync(request, HttpResponse.BodyHandlers.discarding(), (initiating, push, acceptor) -> {
				})
				.get();
		}

	}

	private static HttpClient newClient() {
		return HttpClient.newBuilder()
			.executor(POOL)
			.proxy(new TestProxySelector())
			.version(HttpClient.Version.HTTP_1_1)
			.connectTimeout(Duration.ofSeconds(5))
			.followRedirects(HttpClient.Redirect.NORMAL)
			.cookieHandler(new CookieManager())
			.build();
	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

		@Bean
		HttpClient httpClient() {
			return newClient();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NoClient {

	}

}
