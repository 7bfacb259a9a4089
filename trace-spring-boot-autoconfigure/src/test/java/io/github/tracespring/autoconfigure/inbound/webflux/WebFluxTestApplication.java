// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.webflux;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapSetter;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import io.github.tracespring.autoconfigure.inbound.http.ReactiveHandlers;
import io.github.tracespring.autoconfigure.inbound.http.ServerProbe;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.handler.AbstractHandlerMapping;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebHandler;

/**
 * An application with every way that a WebFlux request can take.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({ WebFluxTestApplication.Controller.class, WebFluxTestApplication.Advice.class,
		WebFluxTestApplication.Gateway.class })
class WebFluxTestApplication {

	@Bean
	RouterFunction<ServerResponse> functional(ServerProbe probe) {
		return RouterFunctions.route()
			.path("/functional",
					(nested) -> nested
						.GET("/{id}", (request) -> ServerResponse.ok().bodyValue("functional " + see(probe, "handler")))
						.GET("/{id}/fail", (request) -> Mono.error(new IllegalStateException("boom"))))
			.path("/nested",
					(outer) -> outer.path("/{id}",
							(inner) -> inner.GET("/parts/{part}",
									(request) -> ServerResponse.ok()
										.bodyValue(request.pathVariable("id") + " " + request.pathVariable("part")))))
			.build();
	}

	private static String see(ServerProbe probe, String place) {
		probe.see(place);
		return place;
	}

	@Bean
	WebFilter guard(ServerProbe probe) {
		return (exchange, chain) -> {
			String path = exchange.getRequest().getPath().pathWithinApplication().value();
			if (path.equals("/denied")) {
				probe.see("filter");
				exchange.getResponse().setStatusCode(HttpStatus.FORBIDDEN);
				return exchange.getResponse().setComplete();
			}
			return path.equals("/filter-fail") ? Mono.error(new IllegalStateException("boom")) : chain.filter(exchange);
		};
	}

	/** Answers before Boot's own. */
	@Bean
	@Order(-2)
	WebExceptionHandler exceptionHandler(ServerProbe probe) {
		return (exchange, error) -> {
			probe.see("exception handler");
			if (!(error instanceof ArithmeticException)) {
				return Mono.error(error);
			}
			exchange.getResponse().setStatusCode(HttpStatus.valueOf(Integer.parseInt(error.getMessage())));
			return exchange.getResponse().setComplete();
		};
	}

	/** Like that of Spring Cloud Gateway: one handler for all routes. */
	static final class Gateway extends AbstractHandlerMapping {

		private static final String PREFIX = "org.springframework.cloud.gateway.support.ServerWebExchangeUtils.";

		Gateway() {
			setOrder(0);
		}

		@Override
		protected Mono<?> getHandlerInternal(ServerWebExchange exchange) {
			if (!exchange.getRequest().getPath().pathWithinApplication().value().startsWith("/gateway/")) {
				return Mono.empty();
			}
			exchange.getAttributes().put(PREFIX + "gatewayRoute", "r");
			exchange.getAttributes().put(PREFIX + "gatewayPredicateMatchedPathAttr", "/gateway/**");
			WebHandler handler = (current) -> {
				byte[] body = "gateway".getBytes(StandardCharsets.UTF_8);
				return current.getResponse().writeWith(Mono.just(current.getResponse().bufferFactory().wrap(body)));
			};
			return Mono.just(handler);
		}

	}

	@RestController
	static class Controller {

		private final ServerProbe probe;

		private final Tracer tracer;

		private final ContextPropagators propagators;

		private final RestClient restClient;

		private final ReactiveHandlers reactive;

		Controller(ServerProbe probe, Tracer tracer, ContextPropagators propagators, RestClient.Builder builder) {
			this.restClient = builder.build();
			this.reactive = new ReactiveHandlers(probe, tracer);
			this.probe = probe;
			this.tracer = tracer;
			this.propagators = propagators;
		}

		@RequestMapping("/users/{id}")
		String user(@PathVariable String id) {
			this.probe.see("handler");
			return "user " + id;
		}

		@GetMapping({ "/baggage", "/strange/baggage" })
		Mono<String> baggage() {
			return Mono.delay(Duration.ofMillis(1))
				.map((tick) -> String.valueOf(Baggage.current().getEntryValue("greeting")));
		}

		@GetMapping("/fail")
		String fail() {
			throw new IllegalStateException("boom");
		}

		@PostMapping("/fatal")
		String fatal() {
			throw new StackOverflowError();
		}

		@GetMapping("/handled/{status}")
		String handled(@PathVariable int status) {
			this.probe.see("handler");
			throw new UnsupportedOperationException(String.valueOf(status));
		}

		@PostMapping("/handled-body")
		Mono<String> handledBody(@RequestBody String status) {
			this.probe.see("handler");
			throw new UnsupportedOperationException(status);
		}

		@GetMapping("/handled-later/{status}")
		Mono<String> handledLater(@PathVariable int status) {
			return Mono.delay(Duration.ofMillis(1)).map((tick) -> {
				this.probe.see("operator");
				throw new UnsupportedOperationException(String.valueOf(status));
			});
		}

		@GetMapping("/handled-signal/{status}")
		Mono<String> handledSignal(@PathVariable int status) {
			return Mono.just(status).<String>map((it) -> {
				throw new IllegalStateException("part of the plan");
			})
				.onErrorResume((error) -> Mono
					.create((sink) -> sink.error(new UnsupportedOperationException(String.valueOf(status)))));
		}

		@GetMapping("/answered/{status}")
		Mono<ResponseEntity<String>> answered(@PathVariable int status) {
			return Mono.just(status).<ResponseEntity<String>>map((it) -> {
				throw new IllegalStateException("part of the plan");
			}).onErrorReturn(ResponseEntity.status(status).body("answered"));
		}

		@GetMapping("/web-handled/{status}")
		Mono<String> webHandled(@PathVariable int status) {
			return Mono.delay(Duration.ofMillis(1)).then(Mono.error(new ArithmeticException(String.valueOf(status))));
		}

		@GetMapping("/status/{status}")
		String status(@PathVariable int status) {
			throw new ResponseStatusException(HttpStatus.valueOf(status));
		}

		@GetMapping("/plain/{status}")
		ResponseEntity<String> plain(@PathVariable int status) {
			return ResponseEntity.status(status).body("plain");
		}

		@GetMapping({ "/ignored", "/strange/ignored" })
		Mono<String> ignored() {
			return Mono.fromCallable(() -> {
				this.tracer.spanBuilder("must not be recorded").startSpan().end();
				StringBuilder traceparent = new StringBuilder();
				TextMapSetter<StringBuilder> setter = (carrier, key, value) -> {
					if (key.equals("traceparent")) {
						carrier.append(value);
					}
				};
				this.propagators.getTextMapPropagator().inject(Context.current(), traceparent, setter);
				return traceparent.toString();
			}).subscribeOn(Schedulers.boundedElastic());
		}

		@GetMapping(path = "/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<String> stream() {
			return this.reactive.stream();
		}

		@GetMapping(path = "/endless-stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<String> endlessStream() {
			return this.reactive.endlessStream();
		}

		@GetMapping("/operators")
		Mono<String> operators() {
			return this.reactive.operators();
		}

		/** Blocks, as the clients of old do, on a thread that may. */
		@GetMapping("/bridge")
		Mono<String> bridge(ServerHttpRequest request) {
			String base = "http://127.0.0.1:" + request.getLocalAddress().getPort() + request.getPath().contextPath();
			return Mono.fromCallable(() -> {
				this.probe.see("before");
				String answer = this.restClient.get().uri(base + "/users/{id}", 1).retrieve().body(String.class);
				this.probe.see("after");
				return answer;
			}).subscribeOn(Schedulers.boundedElastic());
		}

		@PostMapping("/echo")
		Mono<String> echo(@RequestBody Flux<DataBuffer> body) {
			return body.doOnNext((part) -> this.probe.see("part"))
				.map((part) -> part.toString(StandardCharsets.UTF_8))
				.collectList()
				.map((parts) -> String.join("", parts));
		}

		@GetMapping(path = "/sse", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<String> sse() {
			return Flux.just("1", "2").delayElements(Duration.ofMillis(1)).doOnNext((event) -> this.probe.see("event"));
		}

		/**
		 * So much that the server asks for more when it can write again, on its own
		 * threads.
		 */
		@GetMapping(path = "/much", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<String> much() {
			String event = "x".repeat(64 * 1024);
			return Flux.range(0, 300)
				.delayElements(Duration.ofNanos(1))
				.doOnNext((number) -> this.probe.see("event"))
				.map((number) -> event);
		}

		@GetMapping(path = "/sse-fail", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<String> sseThatFails() {
			return Flux.just("1").concatWith(Mono.error(new IllegalStateException("too late")));
		}

		@GetMapping("/endless")
		Mono<Void> endless(ServerHttpResponse response) {
			byte[] chunk = new byte[64 * 1024];
			Publisher<Publisher<DataBuffer>> chunks = Flux.interval(Duration.ofMillis(1))
				.onBackpressureDrop()
				.map((tick) -> Mono.just(response.bufferFactory().wrap(chunk)));
			return response.writeAndFlushWith(chunks);
		}

		@GetMapping("/never")
		Mono<String> never() {
			this.probe.see("handler");
			return Mono.<String>never().doOnCancel(() -> this.probe.see("cancelled"));
		}

	}

	@RestControllerAdvice
	static class Advice {

		private final ServerProbe probe;

		Advice(ServerProbe probe) {
			this.probe = probe;
		}

		@ExceptionHandler(UnsupportedOperationException.class)
		ResponseEntity<Map<String, String>> handle(UnsupportedOperationException ex) {
			this.probe.see("advice");
			return ResponseEntity.status(Integer.parseInt(ex.getMessage())).body(Map.of("message", "handled"));
		}

	}

}
