// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.restclient;

import java.util.List;
import java.util.Map;

import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Nested;

import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.client.RestClientResponseException;
import org.springframework.web.client.RestTemplate;

/**
 * RestTemplate, in each way that an application gets one.
 */
class RestTemplateTracingTest {

	abstract static class Contract extends SpringWebSupport {

		RestTemplate restTemplate() {
			return this.context.getBean(RestTemplate.class);
		}

		@Override
		protected int call(String method, Map<String, String> headers, String template, Object... variables) {
			HttpHeaders all = new HttpHeaders();
			headers.forEach(all::set);
			try {
				return restTemplate()
					.exchange(template, HttpMethod.valueOf(method), new HttpEntity<>(all), String.class, variables)
					.getStatusCode()
					.value();
			}
			catch (RestClientResponseException ex) {
				return ex.getStatusCode().value();
			}
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
			RestTemplate restTemplate(RestTemplateBuilder builder) {
				return builder.requestFactory(Wire::new).additionalInterceptors(new Retry()).build();
			}

		}

	}

	/** The template is never a bean: only the builder is. */
	@Nested
	class MadeByTheApplicationsBuilder extends Contract {

		@Override
		protected Class<?> application() {
			return Application.class;
		}

		@Override
		RestTemplate restTemplate() {
			return this.context.getBean(Holder.class).restTemplate();
		}

		@Configuration(proxyBeanMethods = false)
		static class Application {

			@Bean
			RestTemplateBuilder builder() {
				return new RestTemplateBuilder().requestFactory(Wire::new);
			}

			@Bean
			Holder holder(RestTemplateBuilder builder) {
				return new Holder(builder.additionalInterceptors(new Retry()).build());
			}

		}

		record Holder(RestTemplate restTemplate) {

		}

	}

	@Nested
	class MadeWithNew extends Contract {

		@Override
		protected Class<?> application() {
			return Application.class;
		}

		@Configuration(proxyBeanMethods = false)
		static class Application {

			@Bean
			RestTemplate restTemplate() {
				RestTemplate restTemplate = new RestTemplate(new Wire());
				restTemplate.setInterceptors(List.of(new Retry()));
				return restTemplate;
			}

		}

	}

	/** The template's observations are on, and tell the URI template. */
	@Nested
	class Observed extends Contract {

		@Override
		protected Class<?> application() {
			return Application.class;
		}

		@Configuration(proxyBeanMethods = false)
		static class Application {

			@Bean
			RestTemplate restTemplate() {
				ObservationRegistry registry = ObservationRegistry.create();
				registry.observationConfig().observationHandler((context) -> true);
				RestTemplate restTemplate = new RestTemplate(new Wire());
				restTemplate.setObservationRegistry(registry);
				restTemplate.setInterceptors(List.of(new Retry()));
				return restTemplate;
			}

		}

	}

	@Nested
	class InstrumentedByHandTwice extends Contract {

		private RestTemplate restTemplate;

		@Override
		protected Class<?> application() {
			return Application.class;
		}

		@Override
		RestTemplate restTemplate() {
			if (this.restTemplate == null) {
				RestClientTracing tracing = this.context.getBean(RestClientTracing.class);
				this.restTemplate = tracing.instrument(new RestTemplate(new Wire()));
				this.restTemplate.getInterceptors().add(new Retry());
				tracing.instrument(this.restTemplate);
			}
			return this.restTemplate;
		}

		@Configuration(proxyBeanMethods = false)
		static class Application {

		}

	}

}
