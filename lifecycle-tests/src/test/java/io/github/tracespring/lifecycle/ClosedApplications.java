// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.lifecycle;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.opentelemetry.sdk.trace.SdkTracerProvider;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.client.RestClient;

/**
 * Starts and closes an application with each batcher, twice, and says what the second
 * time has added to the JVM.
 */
final class ClosedApplications {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final List<WeakReference<Object>> closed = new ArrayList<>();

	private ClosedApplications() {
	}

	/**
	 * Runs them all.
	 * @param destinations a batcher and its endpoint each, with a space in between
	 */
	public static void main(String[] destinations) throws Exception {
		runAll(destinations);
		List<String> before = Footprint.all();
		runAll(destinations);
		// Logback keeps the environment of the application that was the last
		new SpringApplicationBuilder(Object.class).web(WebApplicationType.NONE)
			.run("--telemetry.disabled=true")
			.close();
		List<String> left = left(before);
		// some of it takes a while to end
		for (long end = System.nanoTime() + PATIENCE.toNanos(); !left.isEmpty() && System.nanoTime() < end;) {
			System.gc();
			Thread.sleep(100);
			left = left(before);
		}
		left.forEach((line) -> System.out.println("LEFT " + line));
		System.out.println("DONE");
	}

	/** What there is more of than before, and what of ours there is at all. */
	private static List<String> left(List<String> before) throws ReflectiveOperationException {
		List<String> left = Footprint.all();
		before.forEach(left::remove);
		left.addAll(Footprint.tracingThreads());
		closed.stream().map(WeakReference::get).filter(Objects::nonNull).map(Object::toString).forEach(left::add);
		return left;
	}

	private static void runAll(String[] destinations) {
		for (String destination : destinations) {
			String[] parts = destination.split(" ");
			run(RestartTests.SIMPLE_CLIENT, "--spring.main.banner-mode=off", "--server.address=127.0.0.1",
					"--server.port=0", "--server.shutdown=immediate", "--telemetry.name=closed",
					"--telemetry.batcher=" + parts[0], "--telemetry.endpoint=" + parts[1]);
		}
	}

	private static void run(String... arguments) {
		try (ConfigurableApplicationContext context = SpringApplication.run(RestartedApplication.class, arguments)) {
			context.getBean(RestClient.Builder.class)
				.build()
				.get()
				.uri("http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port") + "/work")
				.retrieve()
				.toBodilessEntity();
			closed.add(new WeakReference<>(context));
			closed.add(new WeakReference<>(context.getBean(SdkTracerProvider.class)));
		}
	}

}
