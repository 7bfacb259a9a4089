// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.testing.hostile;

import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import jakarta.servlet.http.HttpServletRequest;
import reactor.core.publisher.Mono;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Answers with what it sees of a request, and looks at what tracing makes of it.
 */
final class HostileApplication {

	private HostileApplication() {
	}

	static ConfigurableApplicationContext run(WebApplicationType type, boolean traced) {
		Class<?> server = (type == WebApplicationType.SERVLET) ? OnTomcat.class : OnNetty.class;
		return new SpringApplicationBuilder(server, Watch.class).web(type)
			.properties("server.port=0", "server.address=127.0.0.1", "server.max-http-request-header-size=64KB",
					"server.forward-headers-strategy=framework", "spring.reactor.netty.shutdown-quiet-period=0s",
					"logging.level.org=off", "logging.level.reactor=off", "telemetry.disabled=" + !traced,
					"telemetry.propagation.inject=tracecontext,baggage,b3,b3multi,jaeger",
					"telemetry.baggage.tags=user,k", "telemetry.baggage.correlation.fields=user",
					"telemetry.propagation.trusted-paths=/users/**,/*/ping/{id}",
					"telemetry.propagation.trusted-addresses=127.0.0.0/8", "telemetry.ignore-paths=/ignored,/*/ping")
			.run();
	}

	/** What tracing does. */
	@Configuration(proxyBeanMethods = false)
	static class Watch implements SpanProcessor {

		private final AtomicInteger spans = new AtomicInteger();

		private final AtomicInteger largest = new AtomicInteger();

		private final ConcurrentLinkedQueue<String> illegal = new ConcurrentLinkedQueue<>();

		private ContextPropagators propagators;

		@org.springframework.beans.factory.annotation.Autowired(required = false)
		void propagators(@org.springframework.context.annotation.Lazy ContextPropagators propagators) {
			this.propagators = propagators;
		}

		/** Notes headers that no client could send. */
		<T> T inject(T answer) {
			this.propagators.getTextMapPropagator().inject(Context.current(), this.illegal, (list, name, value) -> {
				boolean legal = value.chars().allMatch((c) -> c >= ' ' && c <= '~')
						&& name.chars().allMatch((c) -> c > ' ' && c <= '~' && ":()<>@,;\\\"/[]?={}".indexOf(c) < 0);
				if (!legal || value.length() > 20_000) {
					list.add(name + ": " + value);
				}
			});
			return answer;
		}

		int spans() {
			return this.spans.get();
		}

		/** Characters of the largest span's texts, without its trace state. */
		int largest() {
			return this.largest.get();
		}

		List<String> illegal() {
			return List.copyOf(this.illegal);
		}

		@Override
		public void onStart(Context parent, ReadWriteSpan span) {
		}

		@Override
		public boolean isStartRequired() {
			return false;
		}

		@Override
		public void onEnd(ReadableSpan span) {
			SpanData data = span.toSpanData();
			int size = data.getName().length();
			for (Object value : data.getAttributes().asMap().values()) {
				size += value.toString().length();
			}
			this.spans.incrementAndGet();
			this.largest.accumulateAndGet(size, Math::max);
		}

		@Override
		public boolean isEndRequired() {
			return true;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(ServletEcho.class)
	static class OnTomcat {

		@Bean
		TomcatServletWebServerFactory webServerFactory() {
			return new TomcatServletWebServerFactory();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(ReactiveEcho.class)
	static class OnNetty {

		@Bean
		NettyReactiveWebServerFactory webServerFactory() {
			return new NettyReactiveWebServerFactory();
		}

	}

	@RestController
	static class ServletEcho {

		private final Watch watch;

		ServletEcho(Watch watch) {
			this.watch = watch;
		}

		@RequestMapping("/**")
		String echo(HttpServletRequest request) {
			String headers = Collections.list(request.getHeaderNames())
				.stream()
				.map((name) -> name + "=" + Collections.list(request.getHeaders(name)))
				.collect(Collectors.joining("\n"));
			return this.watch.inject(request.getRequestURL() + "?" + request.getQueryString() + " "
					+ request.getRemoteAddr() + " " + headers.hashCode() + " " + headers.length());
		}

	}

	@RestController
	static class ReactiveEcho {

		private final Watch watch;

		ReactiveEcho(Watch watch) {
			this.watch = watch;
		}

		@RequestMapping("/**")
		Mono<String> echo(ServerHttpRequest request) {
			TreeMap<String, List<String>> headers = new TreeMap<>();
			request.getHeaders().forEach(headers::put);
			return Mono.fromSupplier(() -> this.watch.inject(request.getURI() + " "
					+ request.getRemoteAddress().getHostString() + " " + headers.toString().hashCode()));
		}

	}

}
