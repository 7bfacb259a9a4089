// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.webflux;

import java.util.function.UnaryOperator;

import io.github.tracespring.autoconfigure.config.ConditionalOnTelemetry;
import io.github.tracespring.autoconfigure.config.TelemetrySettings;
import io.github.tracespring.autoconfigure.core.Instrumentation;
import io.github.tracespring.autoconfigure.inbound.http.HttpServerHandler;
import io.github.tracespring.autoconfigure.inbound.http.HttpServerTracingAutoConfiguration;
import io.github.tracespring.autoconfigure.inbound.http.ResponseHeader;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.server.reactive.HttpHandlerDecoratorFactory;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.adapter.ForwardedHeaderTransformer;

/**
 * Traces what arrives at a WebFlux application, whatever server it runs on.
 */
@AutoConfiguration(after = HttpServerTracingAutoConfiguration.class)
@ConditionalOnTelemetry
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass(DispatcherHandler.class)
public final class WebFluxTracingAutoConfiguration {

	private static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 1;

	/** Inside the base path, around everything else. */
	@Bean
	@Order(ORDER)
	HttpHandlerDecoratorFactory telemetryHttpHandlerDecorator(HttpServerHandler handler, TelemetrySettings settings,
			ObjectProvider<ForwardedHeaderTransformer> transformer) {
		ResponseHeader header = (settings.responseHeader() != null) ? new ResponseHeader(settings.responseHeader())
				: null;
		ForwardedHeaderTransformer known = transformer.getIfAvailable();
		UnaryOperator<ServerHttpRequest> forwarded = (known != null) ? known::apply : UnaryOperator.identity();
		return (next) -> new TracingHttpHandler(next, handler, header, forwarded);
	}

	/**
	 * Tells what only Spring's exchange knows: the route, and errors that were answered.
	 */
	@Bean
	@Order(ORDER)
	WebFilter telemetryWebFilter() {
		return (exchange, chain) -> {
			WebFluxExchange current = WebFluxExchange.current();
			if (current != null) {
				current.enter(exchange);
			}
			return chain.filter(exchange);
		};
	}

	@Bean
	HandledErrors telemetryHandledErrors() {
		return new HandledErrors();
	}

	@Bean
	Instrumentation webFluxInstrumentation() {
		return new Instrumentation("WebFlux");
	}

}
