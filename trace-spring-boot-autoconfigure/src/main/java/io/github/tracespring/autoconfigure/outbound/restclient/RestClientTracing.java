// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.restclient;

import java.util.concurrent.atomic.AtomicBoolean;

import io.github.tracespring.autoconfigure.outbound.http.HttpClientHandler;
import io.github.tracespring.autoconfigure.outbound.http.Innermost;
import io.github.tracespring.autoconfigure.outbound.http.InstrumentedBuilder;

import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

/**
 * Traces a {@link RestTemplate} or {@link RestClient} that is no bean; those that are
 * beans, and those made by builders that are beans, are traced without it. <pre>
 * &#64;Service
 * class Users {
 *
 *     private final RestClient client;
 *
 *     Users(RestClientTracing tracing) {
 *         this.client = tracing.instrument(RestClient.create("https://users.example"));
 *     }
 *
 * }</pre> Instrumenting twice is the same as once. With {@code telemetry.disabled} the
 * bean is there and does nothing.
 * <p>
 * An interceptor does it. Spring holds the body of a request in memory for any client
 * that has one, which matters to uploads that are larger than that.
 */
public final class RestClientTracing {

	private final HttpClientHandler handler;

	private final TracingClientHttpRequestInterceptor interceptor;

	/**
	 * Creates what traces.
	 * @param handler decides about the spans, or {@code null} if tracing is off
	 */
	RestClientTracing(HttpClientHandler handler) {
		this.handler = handler;
		this.interceptor = new TracingClientHttpRequestInterceptor(handler, null);
	}

	/**
	 * Traces the calls of a template. An interceptor that is added to it later stands
	 * between the span and the wire: instrument again after that.
	 * @param restTemplate the template, which is changed
	 * @return the same template
	 */
	public RestTemplate instrument(RestTemplate restTemplate) {
		if (this.handler != null) {
			Innermost.put(restTemplate.getInterceptors(),
					new TracingClientHttpRequestInterceptor(this.handler, restTemplate));
			KnownUriTemplate.listen(restTemplate);
		}
		return restTemplate;
	}

	/**
	 * Traces the calls of a client.
	 * @param restClient the client
	 * @return a client that does the same and is traced; the one given if it is already
	 */
	public RestClient instrument(RestClient restClient) {
		if (this.handler == null) {
			return restClient;
		}
		RestClient.Builder builder = restClient.mutate();
		AtomicBoolean done = new AtomicBoolean();
		builder.requestInterceptors((list) -> done.set(Innermost.isIn(list, this.interceptor)));
		if (done.get()) {
			return restClient;
		}
		install(builder);
		return builder.build();
	}

	/**
	 * Traces the calls of the clients that a builder builds.
	 * @param builder the builder
	 * @return the builder to go on with: it keeps tracing next to the wire whatever is
	 * added
	 */
	public RestClient.Builder instrument(RestClient.Builder builder) {
		return (this.handler != null) ? InstrumentedBuilder.of(RestClient.Builder.class, builder, this::install)
				: builder;
	}

	void install(RestClient.Builder builder) {
		builder.requestInterceptors((list) -> Innermost.put(list, this.interceptor));
	}

}
