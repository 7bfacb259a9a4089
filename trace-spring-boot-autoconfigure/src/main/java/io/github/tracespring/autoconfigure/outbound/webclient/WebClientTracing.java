// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.webclient;

import java.util.concurrent.atomic.AtomicBoolean;

import io.github.tracespring.autoconfigure.outbound.http.HttpClientHandler;
import io.github.tracespring.autoconfigure.outbound.http.Innermost;
import io.github.tracespring.autoconfigure.outbound.http.InstrumentedBuilder;

import org.springframework.web.reactive.function.client.WebClient;

/**
 * Traces a {@link WebClient} that is no bean; those that are beans, and those made by
 * builders that are beans, are traced without it. <pre>
 * &#64;Service
 * class Users {
 *
 *     private final WebClient client;
 *
 *     Users(WebClientTracing tracing) {
 *         this.client = tracing.instrument(WebClient.create("https://users.example"));
 *     }
 *
 * }</pre> Instrumenting twice is the same as once. With {@code telemetry.disabled} the
 * bean is there and does nothing.
 */
public final class WebClientTracing {

	private final HttpClientHandler handler;

	private final TracingExchangeFilterFunction filter;

	/**
	 * Creates what traces.
	 * @param handler decides about the spans, or {@code null} if tracing is off
	 */
	WebClientTracing(HttpClientHandler handler) {
		this.handler = handler;
		this.filter = new TracingExchangeFilterFunction(handler);
	}

	/**
	 * Traces the calls of a client.
	 * @param webClient the client
	 * @return a client that does the same and is traced; the one given if it is already
	 */
	public WebClient instrument(WebClient webClient) {
		if (this.handler == null) {
			return webClient;
		}
		WebClient.Builder builder = webClient.mutate();
		AtomicBoolean done = new AtomicBoolean();
		builder.filters((list) -> done.set(Innermost.isIn(list, this.filter)));
		if (done.get()) {
			return webClient;
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
	public WebClient.Builder instrument(WebClient.Builder builder) {
		return (this.handler != null) ? InstrumentedBuilder.of(WebClient.Builder.class, builder, this::install)
				: builder;
	}

	void install(WebClient.Builder builder) {
		AtomicBoolean known = new AtomicBoolean();
		builder.filters((list) -> {
			known.set(list.contains(this.filter));
			Innermost.put(list, this.filter);
		});
		if (!known.get()) {
			builder.defaultRequest(Attempts::begin);
		}
	}

}
