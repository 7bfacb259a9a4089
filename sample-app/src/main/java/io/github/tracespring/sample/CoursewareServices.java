// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.sample;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.opentelemetry.sdk.trace.SpanProcessor;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.Banner;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.grpc.server.lifecycle.GrpcServerLifecycle;
import org.springframework.stereotype.Component;

/**
 * Runs the three services of the courseware system in this process, unless
 * {@code sample.service} says that each has its own. Only their living together is
 * special: each is the whole application that runs alone, on a port that is free.
 */
@Component
@ConditionalOnProperty(name = "sample.service", havingValue = "all", matchIfMissing = true)
class CoursewareServices implements SmartLifecycle {

	private final ConfigurableEnvironment environment;

	private final ObjectProvider<SpanProcessor> viewer;

	private final Deque<ConfigurableApplicationContext> running = new ArrayDeque<>();

	CoursewareServices(ConfigurableEnvironment environment,
			@Qualifier("viewerSpanProcessor") ObjectProvider<SpanProcessor> viewer) {
		this.environment = environment;
		this.viewer = viewer;
	}

	/** Before the web server, so that the page finds them there. */
	@Override
	public int getPhase() {
		return 0;
	}

	@Override
	public void start() {
		try {
			int courses = grpcPort(run(SampleService.COURSEWARE_RPC));
			int users = grpcPort(run(SampleService.USER_RPC));
			ConfigurableApplicationContext api = run(SampleService.COURSEWARE_API,
					"--sample.courseware-rpc.address=localhost:" + courses,
					"--sample.user-rpc.address=localhost:" + users);
			String url = "http://localhost:" + api.getEnvironment().getProperty("local.server.port");
			this.environment.getPropertySources()
				.addFirst(new MapPropertySource("courseware", Map.of("sample.courseware-api.url", url)));
		}
		catch (RuntimeException ex) {
			stop();
			throw ex;
		}
	}

	private static int grpcPort(ConfigurableApplicationContext service) {
		return service.getBean(GrpcServerLifecycle.class).getPort();
	}

	private ConfigurableApplicationContext run(SampleService service, String... addresses) {
		List<String> args = new ArrayList<>(List.of(addresses));
		args.addAll(List.of("--server.address=localhost", "--server.port=0"));
		args.addAll(List.of("--spring.grpc.server.address=localhost", "--spring.grpc.server.port=0"));
		telemetry().forEach((key, value) -> args.add("--telemetry." + key + "=" + value));
		args.addAll(List.of("--telemetry.name=" + service, "--telemetry.viewer.enabled=false"));
		try {
			ConfigurableApplicationContext context = service.application()
				.initializers(this::showInViewer)
				.bannerMode(Banner.Mode.OFF)
				.logStartupInfo(false)
				.registerShutdownHook(false)
				.run(args.toArray(String[]::new));
			this.running.push(context);
			return context;
		}
		catch (RuntimeException ex) {
			throw new IllegalStateException("The service " + service + " of the sample did not start", ex);
		}
	}

	/** They report where this application was told to. */
	private Map<String, String> telemetry() {
		Map<String, String> telemetry = Binder.get(this.environment)
			.bindOrCreate("telemetry", Bindable.mapOf(String.class, String.class));
		telemetry.keySet().removeIf((key) -> key.toLowerCase(Locale.ROOT).matches("name|viewer[.].*"));
		return telemetry;
	}

	/** The viewer of this application takes their spans without any network. */
	private void showInViewer(ConfigurableApplicationContext context) {
		this.viewer.ifAvailable((processor) -> context.getBeanFactory().registerSingleton("viewer", processor));
	}

	@Override
	public void stop() {
		while (!this.running.isEmpty()) {
			this.running.pop().close();
		}
	}

	@Override
	public boolean isRunning() {
		return !this.running.isEmpty();
	}

}
