// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.feign;

import feign.AsyncClient;
import feign.Capability;
import feign.Client;
import io.github.tracespring.autoconfigure.outbound.http.HttpClientHandler;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Traces the calls of Feign's clients. Spring Cloud OpenFeign uses it without more; one
 * that is built by hand is given it: <pre>
 * Users users = Feign.builder().addCapability(feignTracing).target(Users.class, url);
 * </pre> Each attempt of Feign's {@code Retryer} has a span. Adding it twice is the same
 * as once. With {@code telemetry.disabled} the bean is there and does nothing.
 * <p>
 * It is first, and so the nearest to the wire, of the capabilities that Spring Cloud
 * OpenFeign knows. A load balancer is nearer: what it sends again has no span of its own.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class FeignTracing implements Capability {

	private final HttpClientHandler handler;

	private final FailedAttempts failed = new FailedAttempts();

	/**
	 * Creates what traces.
	 * @param handler decides about the spans, or {@code null} if tracing is off
	 */
	FeignTracing(HttpClientHandler handler) {
		this.handler = handler;
	}

	@Override
	public Client enrich(Client client) {
		return (this.handler == null || client instanceof TracingClient) ? client
				: new TracingClient(client, this.handler, this.failed);
	}

	@Override
	public AsyncClient<Object> enrich(AsyncClient<Object> client) {
		return (this.handler == null || client instanceof TracingAsyncClient) ? client
				: new TracingAsyncClient(client, this.handler, this.failed);
	}

}
