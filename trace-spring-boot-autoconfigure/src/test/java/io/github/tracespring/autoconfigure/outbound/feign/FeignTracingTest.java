// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.feign;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import feign.AsyncClient;
import feign.AsyncFeign;
import feign.BaseBuilder;
import feign.Client;
import feign.Feign;
import feign.Request;
import feign.Response;
import feign.RetryableException;
import feign.Retryer;
import feign.Target;
import feign.codec.ErrorDecoder;
import feign.http2client.Http2Client;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

import io.github.tracespring.autoconfigure.outbound.http.HttpClientContractTest;
import io.github.tracespring.autoconfigure.outbound.http.TestProxySelector;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Feign's clients, blocking and not, on different engines.
 */
class FeignTracingTest {

	private static final ExecutorService POOL = Executors.newSingleThreadExecutor();

	@AfterAll
	static void stopPool() {
		POOL.shutdownNow();
	}

	interface Api {

		@Deprecated
		Response call(Object first, Object second, Object third);

		@Deprecated
		void retried(Object first, Object second, Object third);

	}

	interface AsyncApi {

		@Deprecated
		CompletableFuture<Response> call(Object first, Object second, Object third);

		@Deprecated
		CompletableFuture<Void> retried(Object first, Object second, Object third);

	}

	/** Sends like Feign does by itself, and tells what context is current then. */
	private static Client wire() {
		Client.Default client = new Client.Default(null, null);
		return (request, options) -> {
			HttpClientContractTest.sending();
			return client.execute(request, options);
		};
	}

	abstract static class Contract extends HttpClientContractTest {

		@Override
		protected Class<?> application() {
			return Application.class;
		}

		/** Calls it; only {@code /flaky} is retried, by Feign. */
		@Override
		protected int call(String method, Map<String, String> headers, String template, Object... variables) {
			int path = template.indexOf('/', "http://".length());
			boolean port = template.indexOf('{') >= 0 && template.indexOf('{') < path;
			String url = template.substring(0, path).replace("{port}", port ? variables[0].toString() : "");
			Object[] others = Arrays.copyOf(port ? Arrays.copyOfRange(variables, 1, variables.length) : variables, 3);
			return call(new AnyMethod(method, headers, template.substring(path)), url, template.endsWith("/flaky"),
					others);
		}

		abstract int call(AnyMethod contract, String url, boolean retried, Object... variables);

		<B extends BaseBuilder<B, T>, T> B configure(B builder, boolean retried) {
			FeignTracing tracing = this.context.getBean(FeignTracing.class);
			return builder.addCapability(tracing)
				.addCapability(tracing)
				.options(new Request.Options(5, TimeUnit.SECONDS, 200, TimeUnit.MILLISECONDS, true))
				.errorDecoder(RETRY)
				.retryer(retried ? new Retryer.Default(1, 1, 3) : Retryer.NEVER_RETRY);
		}

		/** The method is none of those that Feign knows. */
		@Override
		protected void unknownMethodIsBounded() {
		}

		@Test
		void templateIsBelowThePathOfTheTarget() {
			call(new AnyMethod("GET", Map.of(), "/users/{id}"), this.server.url() + "/api", false, 1, null, null);
			assertThat(span().getName()).isEqualTo("GET /api/users/{id}");
		}

	}

	private static final ErrorDecoder RETRY = (method, response) -> new RetryableException(response.status(), "again",
			response.request().httpMethod(), (Long) null, response.request());

	abstract static class Blocking extends Contract {

		abstract Client client();

		@Override
		int call(AnyMethod contract, String url, boolean retried, Object... variables) {
			Api api = configure(Feign.builder().client(client()), retried).contract(contract)
				.target(new Target.HardCodedTarget<>(Api.class, url));
			if (retried) {
				api.retried(variables[0], variables[1], variables[2]);
				return 200;
			}
			try (Response response = api.call(variables[0], variables[1], variables[2])) {
				return response.status();
			}
		}

	}

	@Nested
	class OnTheDefaultClient extends Blocking {

		@Override
		Client client() {
			return wire();
		}

	}

	/** The engine is traced as well: a request still has one span. */
	@Nested
	class OnAJdkClientThatIsABean extends Blocking {

		@Override
		Client client() {
			return new Http2Client(this.context.getBean(HttpClient.class));
		}

	}

	@Nested
	class Asynchronous extends Contract {

		@Override
		int call(AnyMethod contract, String url, boolean retried, Object... variables) {
			try {
				return send(contract, url, retried, variables).get(10, TimeUnit.SECONDS);
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}

		private CompletableFuture<Integer> send(AnyMethod contract, String url, boolean retried, Object... variables) {
			AsyncClient<Object> client = new AsyncClient.Default<>(wire(), Context.taskWrapping(POOL));
			AsyncApi api = configure(AsyncFeign.builder().client(client), retried).contract(contract)
				.target(new Target.HardCodedTarget<>(AsyncApi.class, url));
			return retried ? api.retried(variables[0], variables[1], variables[2]).thenApply((nothing) -> 200)
					: api.call(variables[0], variables[1], variables[2]).thenApply(Response::status);
		}

		@Test
		void callbackRunsInTheCallersContext() {
			Span caller = this.context.getBean(Tracer.class).spanBuilder("caller").startSpan();
			CompletableFuture<Span> seen;
			try (Scope scope = caller.makeCurrent()) {
				seen = send(new AnyMethod("GET", Map.of(), "/users"), this.server.url(), false, null, null, null)
					.thenApply((status) -> Span.current());
			}
			assertThat(seen.join()).isSameAs(caller);
		}

		@AfterEach
		void nothingIsLeftOnThePool() throws Exception {
			assertThat(POOL.submit(() -> Context.current() + "/" + MDC.get("trace_id")).get())
				.isEqualTo(Context.root() + "/null");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

		@Bean
		HttpClient httpClient() {
			return HttpClient.newBuilder()
				.proxy(new TestProxySelector())
				.version(HttpClient.Version.HTTP_1_1)
				.connectTimeout(Duration.ofSeconds(5))
				.build();
		}

	}

}
