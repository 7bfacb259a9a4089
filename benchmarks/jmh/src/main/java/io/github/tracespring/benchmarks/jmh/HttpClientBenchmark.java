// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.benchmarks.jmh;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import reactor.core.publisher.Mono;

import io.github.tracespring.autoconfigure.outbound.restclient.RestClientTracing;
import io.github.tracespring.autoconfigure.outbound.webclient.WebClientTracing;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.client.AbstractClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * A call of each of Spring's clients, to a server that answers without a network.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class HttpClientBenchmark {

	private static final String TEMPLATE = "http://users.example:8080/users/{id}";

	private RestTemplate restTemplate;

	private RestClient restClient;

	private WebClient webClient;

	@Setup
	public void setUp(TracedApplication application) {
		this.restTemplate = application.bean(RestClientTracing.class)
			.instrument(new RestTemplate((ClientHttpRequestFactory) Request::new));
		this.restClient = application.bean(RestClientTracing.class)
			.instrument(RestClient.builder().requestFactory(Request::new))
			.build();
		this.webClient = application.bean(WebClientTracing.class)
			.instrument(WebClient.builder()
				.exchangeFunction((request) -> Mono.just(ClientResponse.create(HttpStatus.OK).build())))
			.build();
	}

	@Benchmark
	public Object restTemplate() {
		return this.restTemplate.getForEntity(TEMPLATE, Void.class, 1);
	}

	@Benchmark
	public Object restClient() {
		return this.restClient.get().uri(TEMPLATE, 1).retrieve().toBodilessEntity();
	}

	@Benchmark
	public Object webClient() {
		return this.webClient.get().uri(TEMPLATE, 1).retrieve().toBodilessEntity().block();
	}

	/** A request that is answered as soon as it is sent. */
	private static final class Request extends AbstractClientHttpRequest {

		private final URI uri;

		private final HttpMethod method;

		Request(URI uri, HttpMethod method) {
			this.uri = uri;
			this.method = method;
		}

		@Override
		public HttpMethod getMethod() {
			return this.method;
		}

		@Override
		public URI getURI() {
			return this.uri;
		}

		@Override
		protected OutputStream getBodyInternal(HttpHeaders headers) {
			return OutputStream.nullOutputStream();
		}

		@Override
		protected ClientHttpResponse executeInternal(HttpHeaders headers) {
			return new Response(new HttpHeaders());
		}

	}

	/** An empty answer. */
	private record Response(HttpHeaders headers) implements ClientHttpResponse {

		@Override
		public HttpHeaders getHeaders() {
			return this.headers;
		}

		@Override
		public HttpStatus getStatusCode() {
			return HttpStatus.OK;
		}

		@Override
		public String getStatusText() {
			return "OK";
		}

		@Override
		public InputStream getBody() {
			return new ByteArrayInputStream(new byte[0]);
		}

		@Override
		public void close() {
			// nothing is open
		}

	}

}
