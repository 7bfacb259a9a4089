// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.servlet;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapSetter;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import io.github.tracespring.autoconfigure.inbound.http.ReactiveHandlers;
import io.github.tracespring.autoconfigure.inbound.http.ServerProbe;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/**
 * An application with every way that a servlet request can take.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({ ServletTestApplication.Controller.class, ServletTestApplication.Advice.class })
class ServletTestApplication {

	/** Threads that know nothing of any context, like those of a message broker. */
	private static final Executor ELSEWHERE = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task, "elsewhere");
		thread.setDaemon(true);
		return thread;
	});

	@Bean
	FilterRegistrationBean<Filter> leakCheck(ServerProbe probe) {
		FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>((request, response, chain) -> {
			boolean outermost = request.getDispatcherType() != DispatcherType.FORWARD
					&& request.getDispatcherType() != DispatcherType.INCLUDE;
			// Until its error page is made, a request's exception may leave its own
			// context
			if (outermost && request.getDispatcherType() != DispatcherType.ERROR) {
				probe.checkThread("before " + request.getDispatcherType());
			}
			chain.doFilter(request, response);
			if (outermost && request.getDispatcherType() != DispatcherType.ERROR) {
				probe.checkThread("after " + request.getDispatcherType());
			}
		});
		registration.setDispatcherTypes(java.util.EnumSet.allOf(DispatcherType.class));
		registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
		return registration;
	}

	@Bean
	FilterRegistrationBean<Filter> errorPageProbe(ServerProbe probe, Tracer tracer) {
		FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>((request, response, chain) -> {
			probe.see("error page");
			chain.doFilter(request, response);
			tracer.spanBuilder("error page").startSpan().end();
		});
		registration.setDispatcherTypes(DispatcherType.ERROR);
		return registration;
	}

	@Bean
	FilterRegistrationBean<Filter> guard() {
		FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>(
				(request, response, chain) -> ((HttpServletResponse) response).sendError(403));
		registration.addUrlPatterns("/denied");
		return registration;
	}

	@Bean
	ServletRegistrationBean<HttpServlet> rawServlet(ServerProbe probe) {
		ServletRegistrationBean<HttpServlet> registration = new ServletRegistrationBean<>(new RawServlet(probe),
				"/raw/*");
		registration.setAsyncSupported(true);
		return registration;
	}

	@Bean
	RouterFunction<ServerResponse> functional(ServerProbe probe) {
		return RouterFunctions.route().GET("/functional/{id}", (request) -> {
			probe.see("handler");
			return ServerResponse.ok().body("functional");
		})
			.path("/nested",
					(outer) -> outer.path("/{id}",
							(inner) -> inner.GET("/parts/{part}",
									(request) -> ServerResponse.ok()
										.body(request.pathVariable("id") + " " + request.pathVariable("part")))))
			.build();
	}

	private static void writeForever(HttpServletResponse response) throws IOException {
		byte[] chunk = new byte[64 * 1024];
		for (;;) {
			response.getOutputStream().write(chunk);
			response.flushBuffer();
		}
	}

	/** Starts asynchronous work the way that a servlet does. */
	static final class RawServlet extends HttpServlet {

		private static final long serialVersionUID = 1L;

		private final transient ServerProbe probe;

		RawServlet(ServerProbe probe) {
			this.probe = probe;
		}

		@Override
		protected void doGet(HttpServletRequest request, HttpServletResponse response)
				throws ServletException, IOException {
			this.probe.see(request.getDispatcherType() + " " + request.getPathInfo());
			switch (request.getPathInfo()) {
				case "/complete" -> {
					AsyncContext async = request.startAsync();
					ELSEWHERE.execute(() -> complete(async));
				}
				case "/nested" -> nested(request, response);
				case "/timeout" -> request.startAsync().setTimeout(50);
				case "/include" -> {
					request.getRequestDispatcher("/users/1").include(request, response);
					request.getRequestDispatcher("/users/2").include(request, response);
				}
				case "/endless" -> writeForever(response);
				case "/send-error" -> response.sendError(507);
				case "/committed" -> {
					response.getOutputStream().write('x');
					response.flushBuffer();
					throw new ServletException(new IllegalStateException("too late"));
				}
				default -> response.getWriter().write("raw");
			}
		}

		private void nested(HttpServletRequest request, HttpServletResponse response) throws IOException {
			Integer round = (Integer) request.getAttribute("round");
			request.setAttribute("round", (round != null) ? round + 1 : 1);
			if (round != null && round == 2) {
				response.getWriter().write("nested");
				return;
			}
			AsyncContext async = request.startAsync();
			ELSEWHERE.execute(async::dispatch);
		}

		private static void complete(AsyncContext async) {
			try {
				async.getResponse().getWriter().write("complete");
			}
			catch (IOException ex) {
				throw new java.io.UncheckedIOException(ex);
			}
			async.complete();
		}

	}

	@RestController
	static class Controller {

		private final ServerProbe probe;

		private final Tracer tracer;

		private final ContextPropagators propagators;

		private final WebClient webClient;

		private final ReactiveHandlers reactive;

		Controller(ServerProbe probe, Tracer tracer, ContextPropagators propagators, WebClient.Builder builder) {
			this.webClient = builder.build();
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
		String baggage() {
			return String.valueOf(Baggage.current().getEntryValue("greeting"));
		}

		@GetMapping("/fail")
		String fail() {
			throw new IllegalStateException("boom");
		}

		@GetMapping("/handled/{status}")
		String handled(@PathVariable int status) {
			this.probe.see("handler");
			throw new UnsupportedOperationException(String.valueOf(status));
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
		String ignored() {
			this.tracer.spanBuilder("must not be recorded").startSpan().end();
			StringBuilder traceparent = new StringBuilder();
			TextMapSetter<StringBuilder> setter = (carrier, key, value) -> {
				if (key.equals("traceparent")) {
					carrier.append(value);
				}
			};
			this.propagators.getTextMapPropagator().inject(Context.current(), traceparent, setter);
			return traceparent.toString();
		}

		@GetMapping("/callable")
		Callable<String> callable() {
			this.probe.see("handler");
			return () -> "callable";
		}

		@GetMapping("/callable-fail")
		Callable<String> callableThatFails() {
			return () -> {
				throw new IllegalStateException("boom");
			};
		}

		@GetMapping("/deferred")
		DeferredResult<String> deferred() {
			DeferredResult<String> result = new DeferredResult<>();
			ELSEWHERE.execute(() -> result.setResult("deferred"));
			return result;
		}

		@GetMapping("/deferred-handled")
		DeferredResult<String> deferredThatIsHandled() {
			DeferredResult<String> result = new DeferredResult<>();
			ELSEWHERE.execute(() -> result.setErrorResult(new UnsupportedOperationException("503")));
			return result;
		}

		@GetMapping("/deferred-timeout")
		DeferredResult<String> deferredThatTimesOut() {
			return new DeferredResult<>(50L);
		}

		@GetMapping("/future")
		CompletableFuture<String> future() {
			return CompletableFuture.supplyAsync(() -> "future", ELSEWHERE);
		}

		@GetMapping("/streaming")
		StreamingResponseBody streaming() {
			return (output) -> output.write("streaming".getBytes());
		}

		@GetMapping("/sse")
		SseEmitter sse() {
			SseEmitter emitter = new SseEmitter();
			ELSEWHERE.execute(() -> {
				try {
					emitter.send("1");
					emitter.send("2");
					emitter.complete();
				}
				catch (IOException ex) {
					emitter.completeWithError(ex);
				}
			});
			return emitter;
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

		/** Waits for reactive code, which calls this application. */
		@GetMapping("/bridge")
		String bridge(HttpServletRequest request) {
			this.probe.see("before");
			String base = "http://127.0.0.1:" + request.getLocalPort() + request.getContextPath();
			String answer = Mono.delay(Duration.ofMillis(1))
				.flatMap(
						(tick) -> this.webClient.get().uri(base + "/users/{id}", 1).retrieve().bodyToMono(String.class))
				.publishOn(Schedulers.parallel())
				.doOnNext((body) -> this.probe.see("after"))
				.block();
			return answer;
		}

		@GetMapping("/endless")
		void endless(HttpServletResponse response) throws IOException {
			writeForever(response);
		}

		@GetMapping("/forward")
		ModelAndView forward() {
			this.probe.see("forwarding");
			return new ModelAndView("forward:/users/7");
		}

		@GetMapping("/nested-scope")
		ModelAndView forwardInsideSpan(HttpServletRequest request, HttpServletResponse response) throws Exception {
			io.opentelemetry.api.trace.Span span = this.tracer.spanBuilder("inner").startSpan();
			try (io.opentelemetry.context.Scope ignored = span.makeCurrent()) {
				request.getRequestDispatcher("/users/8").forward(request, response);
			}
			finally {
				span.end();
			}
			return null;
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
