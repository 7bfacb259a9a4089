// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.lifecycle;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.Context;
import io.opentelemetry.instrumentation.annotations.WithSpan;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.devtools.restart.Restarter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

/**
 * An application that developers change: devtools loads its classes anew at each restart,
 * and those of the libraries once.
 */
@EnableAsync
@RestController
@SpringBootApplication(proxyBeanMethods = false)
public class RestartedApplication {

	private final Environment environment;

	private final JdbcTemplate jdbc;

	private final RestClient client;

	private final ExecutorService pool;

	private final Work work;

	RestartedApplication(Environment environment, JdbcTemplate jdbc, RestClient.Builder client, ExecutorService pool,
			Work work) {
		this.environment = environment;
		this.jdbc = jdbc;
		this.client = client.build();
		this.pool = pool;
		this.work = work;
	}

	public static void main(String[] arguments) {
		SpringApplication.run(RestartedApplication.class, arguments);
	}

	@EventListener(ApplicationReadyEvent.class)
	void announce() {
		loaders().add(new WeakReference<>(getClass().getClassLoader()));
		System.out.println("PORT " + port());
	}

	@GetMapping("/work")
	String work() throws Exception {
		this.pool.submit(this.work::onAPool).get();
		this.work.later();
		this.jdbc.queryForObject("SELECT 1", Integer.class);
		return this.client.get().uri("http://127.0.0.1:{port}/inner", port()).retrieve().body(String.class);
	}

	@GetMapping("/inner")
	String inner() {
		return getClass().getClassLoader().getClass().getSimpleName();
	}

	@PostMapping("/restart")
	void restart() {
		new Thread(() -> Restarter.getInstance().restart()).start();
	}

	/** The class loaders of the past that something still holds, and our threads. */
	@GetMapping("/left")
	String left() {
		System.gc();
		Stream<String> loaders = loaders().stream()
			.map(WeakReference::get)
			.filter((loader) -> loader != null && loader != getClass().getClassLoader())
			.map((loader) -> "loader " + loader + " of threads " + Footprint.threadsOf(loader));
		return Stream.concat(loaders, Footprint.tracingThreads().stream()).collect(Collectors.joining("\n"));
	}

	private String port() {
		return this.environment.getProperty("local.server.port");
	}

	/** Kept by what is loaded once. */
	@SuppressWarnings("unchecked")
	private static List<WeakReference<ClassLoader>> loaders() {
		return (List<WeakReference<ClassLoader>>) Restarter.getInstance().getOrAddAttribute("loaders", ArrayList::new);
	}

	@Bean
	static ExecutorService pool() {
		return Executors.newFixedThreadPool(1);
	}

	@Bean
	static SpanProcessor generation() {
		return new Generation();
	}

	@Bean
	static Work tracedWork() {
		return new Work();
	}

	/** Has spans of its own. */
	static class Work {

		@WithSpan
		Void onAPool() {
			return null;
		}

		@Async
		@WithSpan
		void later() {
		}

	}

	/** Something of the application's in the SDK, in one context's SDK alone. */
	static final class Generation implements SpanProcessor {

		@Override
		public void onStart(Context parent, ReadWriteSpan span) {
			span.setAttribute(AttributeKey.stringKey("generation"), Map.of("is", "seen").get("is"));
		}

		@Override
		public boolean isStartRequired() {
			return true;
		}

		@Override
		public void onEnd(ReadableSpan span) {
		}

		@Override
		public boolean isEndRequired() {
			return false;
		}

	}

}
