// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.restclient;

import java.net.http.HttpClient;
import java.util.Map;

import io.github.tracespring.autoconfigure.outbound.http.TestProxySelector;
import org.junit.jupiter.api.Nested;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

/**
 * RestClient, in each way that an application gets one.
 */
class RestClientTracingTest {

	abstract static class Contract extends SpringWebSupport {

		RestClient restClient() {
			return this.context.getBean(RestClient.class);
		}

		@Override
		protected int call(String method, Map<String, String> headers, String template, Object... variables) {
			return restClient().method(HttpMethod.valueOf(method))
				.uri(template, variables)
				.headers((all) -> headers.forEach(all::set))
				.exchangeForRequiredValue((request, response) -> response.getStatusCode().value());
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
			RestClient restClient(RestClient.Builder builder) {
				return builder.requestFactory(new Wire()).requestInterceptor(new Retry()).build();
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
			RestClient restClient() {
				return RestClient.builder().requestFactory(new Wire()).requestInterceptor(new Retry()).build();
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
		RestClient restClient() {
			return this.context.getBean(Holder.class).restClient();
		}

		@Configuration(proxyBeanMethods = false)
		static class Application {

			@Bean
			RestClient.Builder builder() {
				return RestClient.builder().requestFactory(new Wire());
			}

			@Bean
			Holder holder(RestClient.Builder builder) {
				return new Holder(builder.clone().requestInterceptor(new Retry()).build());
			}

		}

		record Holder(RestClient restClient) {

		}

	}

	@Nested
	class MadeOfATracedRestTemplate extends Contract {

		@Override
		protected Class<?> application() {
			return Application.class;
		}

		@Configuration(proxyBeanMethods = false)
		static class Application {

			@Bean
			RestTemplate restTemplate() {
				RestTemplate restTemplate = new RestTemplate(new Wire());
				restTemplate.getInterceptors().add(new Retry());
				return restTemplate;
			}

			@Bean
			RestClient restClient(RestTemplate restTemplate) {
				return RestClient.create(restTemplate);
			}

		}

	}

	/** The engine is traced as well: a request still has one span. */
	@Nested
	class OnAJdkClientThatIsABean extends Contract {

		@Override
		protected Class<?> application() {
			return Application.class;
		}

		@Configuration(proxyBeanMethods = false)
		static class Application {

			@Bean
			HttpClient httpClient() {
				return HttpClient.newBuilder().proxy(new TestProxySelector()).build();
			}

			@Bean
			RestClient restClient(HttpClient httpClient) {
				return RestClient.builder()
					.requestFactory(new Wire(httpClient))
					.requestInterceptor(new Retry())
					.build();
			}

		}

	}

	@Nested
	class InstrumentedByHandTwice extends Contract {

		private RestClient restClient;

		@Override
		protected Class<?> application() {
			return Application.class;
		}

		@Override
		RestClient restClient() {
			if (this.restClient == null) {
				RestClientTracing tracing = this.context.getBean(RestClientTracing.class);
				RestClient.Builder builder = tracing.instrument(tracing.instrument(RestClient.builder()))
					.requestFactory(new Wire());
				RestClient plain = tracing.instrument(builder.build());
				this.restClient = tracing.instrument(plain.mutate().requestInterceptor(new Retry()).build());
			}
			return this.restClient;
		}

		@Configuration(proxyBeanMethods = false)
		static class Application {

		}

	}

}
