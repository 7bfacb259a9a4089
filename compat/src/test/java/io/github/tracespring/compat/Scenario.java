// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.compat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * An application, and what it declares besides our starter.
 */
enum Scenario {

	/** Spring MVC with the three clients. */
	MVC("mvc.MvcApplication", List.of("spring-boot-starter-web", "spring-boot-starter-webflux"),
			List.of("spring-boot-starter-webmvc", "spring-boot-starter-restclient", "spring-boot-starter-webclient"),
			"UnsupportedOperationException: broken"),

	/** Nothing but WebFlux. */
	WEBFLUX("webflux.WebFluxApplication", List.of("spring-boot-starter-webflux"), "500 Server Error"),

	/** Nothing but Spring MVC. */
	WEB("hello.HelloApplication", List.of("spring-boot-starter-web")),

	/** The viewer on servlets. */
	VIEWER("hello.HelloApplication", List.of("spring-boot-starter-web", "trace-spring-boot-viewer")),

	/** The viewer on WebFlux. */
	VIEWER_WEBFLUX("hello.HelloApplication", List.of("spring-boot-starter-webflux", "trace-spring-boot-viewer")),

	/** grpc-java by hand. */
	GRPC("grpc.GrpcApplication", List.of("grpc-netty-shaded", "grpc-stub")),

	/** A pool of connections. */
	JDBC("jdbc.JdbcApplication", List.of("spring-boot-starter-jdbc", "h2")),

	/** {@code @Async} and {@code @Scheduled}, with the starter alone. */
	ASYNC("async.AsyncApplication", List.of()),

	/** Observations, with the actuator. */
	OBSERVATION("observation.ObservationApplication",
			List.of("spring-boot-starter-web", "spring-boot-starter-actuator", "spring-boot-starter-aop",
					"micrometer-tracing-bridge-otel"),
			List.of("spring-boot-starter-webmvc", "spring-boot-starter-restclient", "spring-boot-starter-actuator",
					"spring-boot-starter-aspectj", "spring-boot-micrometer-tracing-opentelemetry",
					"micrometer-tracing-bridge-otel"),
			null),

	/** No web at all, ends by itself. */
	RUNNER("runner.RunnerApplication", List.of()),

	/** No web at all, exits as soon as its work is done. */
	JOB("runner.RunnerApplication", List.of());

	private final String main;

	private final List<String> onBoot3;

	private final List<String> onBoot4;

	private final String logs;

	Scenario(String main, List<String> artifacts) {
		this(main, artifacts, artifacts, null);
	}

	Scenario(String main, List<String> artifacts, String logs) {
		this(main, artifacts, artifacts, logs);
	}

	Scenario(String main, List<String> onBoot3, List<String> onBoot4, String logs) {
		this.main = main;
		this.onBoot3 = onBoot3;
		this.onBoot4 = onBoot4;
		this.logs = logs;
	}

	/**
	 * Which are to run.
	 * @return all of them, or the one that {@code compat.scenario} names
	 */
	static List<Scenario> wanted() {
		String name = System.getProperty("compat.scenario");
		return Stream.of(values()).filter((scenario) -> name == null || name.equals(scenario.toString())).toList();
	}

	String main() {
		return "io.github.tracespring.compat." + this.main;
	}

	List<String> artifacts(String line) {
		List<String> artifacts = new ArrayList<>(List.of("trace-spring-boot-starter"));
		artifacts.addAll(line.startsWith("3.") ? this.onBoot3 : this.onBoot4);
		return artifacts;
	}

	/**
	 * Whether the application itself is the reason of a line of its log that warns.
	 * @param line the line
	 * @return whether that is so
	 */
	boolean logs(String line) {
		return this.logs != null && line.contains(this.logs);
	}

	/**
	 * What is in its configuration, as far as it is known when it is prepared ahead of
	 * time.
	 * @return the arguments
	 */
	List<String> arguments() {
		List<String> arguments = new ArrayList<>(List.of("--telemetry.name=compat", "--server.address=127.0.0.1",
				"--server.port=0", "--management.endpoints.web.exposure.include=*",
				"--management.endpoint.health.show-details=always", "--spring.datasource.generate-unique-name=false",
				"--spring.main.banner-mode=off"));
		switch (this) {
			case VIEWER, VIEWER_WEBFLUX -> arguments.add("--viewer=true");
			case JOB -> arguments.add("--exit");
			default -> {
			}
		}
		return arguments;
	}

	/**
	 * Runs it until it ends.
	 * @param jdk on what
	 * @param mode how
	 * @param more arguments, after those that it has anyway
	 * @return what it did
	 */
	Run run(Jdk jdk, Mode mode, List<String> more) {
		List<Path> classPath = (mode == Mode.AOT) ? AheadOfTime.classPath(this) : Line.classPath(this);
		List<String> options = new ArrayList<>(List.of("-cp", Line.join(classPath)));
		options.addAll(mode.options());
		List<String> arguments = new ArrayList<>(arguments());
		arguments.addAll(more);
		return Run.of(jdk, options, main(), arguments);
	}

	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
