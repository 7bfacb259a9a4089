// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.webclient;

import java.time.Duration;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

import io.github.tracespring.autoconfigure.outbound.http.TestProxySelector;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * WebClient on an engine that is traced as well: a request still has one span.
 */
class WebClientEngineTest {

	@Nested
	class OnAJdkClientThatIsABean extends WebClientTracingTest.Contract {

		@Override
		protected Class<?> application() {
			return Application.class;
		}

		@Test
		void bodyThatComesLaterMakesNoSecondSpan() {
			Mono<String> body = Mono.delay(Duration.ofMillis(5)).map((tick) -> "body");
			webClient().post()
				.uri(this.server.url() + "/users")
				.body(body, String.class)
				.retrieve()
				.toBodilessEntity()
				.block();
			assertThat(this.server.requests().get(0).get("traceparent")).containsExactly(traceparent(span()));
		}

		@Configuration(proxyBeanMethods = false)
		static class Application {

			@Bean
			java.net.http.HttpClient httpClient() {
				return java.net.http.HttpClient.newBuilder().proxy(new TestProxySelector()).build();
			}

			@Bean
			WebClient webClient(java.net.http.HttpClient httpClient) {
				JdkClientHttpConnector patient = new JdkClientHttpConnector(httpClient);
				JdkClientHttpConnector hasty = new JdkClientHttpConnector(httpClient);
				hasty.setReadTimeout(Duration.ofMillis(200));
				ClientHttpConnector both = (method, uri, request) -> (uri.getPath().equals("/hang") ? hasty : patient)
					.connect(method, uri, request);
				return WebClient.builder().clientConnector(both).filter(new WebClientTracingTest.RetryFilter()).build();
			}

		}

	}

	@Nested
	class OnAReactorNettyClientThatIsABean extends WebClientTracingTest.Contract {

		@Override
		protected Class<?> application() {
			return Application.class;
		}

		@Configuration(proxyBeanMethods = false)
		static class Application {

			@Bean
			HttpClient httpClient() {
				return HttpClient.create().runOn(WebClientTracingTest.LOOP);
			}

			@Bean
			WebClient webClient(HttpClient httpClient) {
				return WebClient.builder()
					.clientConnector(new WebClientTracingTest.Wire(httpClient))
					.filter(new WebClientTracingTest.RetryFilter())
					.build();
			}

		}

	}

}
