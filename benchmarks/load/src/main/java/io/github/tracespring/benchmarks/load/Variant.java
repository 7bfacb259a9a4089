// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.benchmarks.load;

import java.util.List;
import java.util.stream.Stream;

/**
 * The application with one way of tracing it.
 *
 * @param name its name in the tables
 * @param module the module whose class path it has
 * @param path the first part of the path that its spans are sent to
 * @param jvm the JVM's arguments
 * @param args the application's arguments
 */
record Variant(String name, String module, String path, List<String> jvm, List<String> args) {

	static final String NONE = "no tracing";

	static final String FLOOR = "floor";

	static final String OURS = "ours";

	static final String UNSAMPLED = "ours (not sampled)";

	static final String IGNORED = "ours (ignored path)";

	/**
	 * All variants.
	 * @param sink the port that spans go to
	 * @param agent the path of OpenTelemetry's agent
	 */
	static List<Variant> all(int sink, String agent) {
		return List.of(new Variant(NONE, "app", "none", List.of(), List.of()),
				new Variant(FLOOR, "floor", "floor", List.of(), List.of("--floor.endpoint=" + endpoint(sink, "floor"))),
				ours(OURS, sink, "ours", "--telemetry.sampler=1"),
				ours(UNSAMPLED, sink, "unsampled", "--telemetry.sampler=0"),
				ours(IGNORED, sink, "ignored", "--telemetry.ignore-paths=/**"),
				new Variant("OpenTelemetry starter", "opentelemetry-starter", "starter", List.of(),
						openTelemetry("--", sink, "starter")),
				new Variant("Spring Boot starter", "boot-starter", "boot", List.of(),
						List.of("--management.tracing.sampling.probability=1.0",
								"--management.opentelemetry.tracing.export.otlp.endpoint=" + endpoint(sink, "boot"),
								"--management.otlp.metrics.export.enabled=false")),
				new Variant("OpenTelemetry agent", "app", "agent",
						Stream.concat(Stream.of("-javaagent:" + agent), openTelemetry("-D", sink, "agent").stream())
							.toList(),
						List.of()));
	}

	private static Variant ours(String name, int sink, String path, String option) {
		return new Variant(name, "ours", path, List.of(), List.of("--telemetry.name=benchmark",
				"--telemetry.batcher=otlphttp", "--telemetry.endpoint=" + endpoint(sink, path), option));
	}

	/**
	 * Traces alone: no metrics and logs, which the application without tracing has
	 * neither.
	 */
	private static List<String> openTelemetry(String prefix, int sink, String path) {
		return Stream
			.of("service.name=benchmark", "metrics.exporter=none", "logs.exporter=none",
					"exporter.otlp.protocol=http/protobuf", "exporter.otlp.traces.endpoint=" + endpoint(sink, path))
			.map((property) -> prefix + "otel." + property)
			.toList();
	}

	private static String endpoint(int sink, String path) {
		return "http://127.0.0.1:" + sink + "/" + path + "/v1/traces";
	}

	/** Whether it is a competitor of ours. */
	boolean isPeer() {
		return this.name.startsWith("OpenTelemetry") || this.name.startsWith("Spring");
	}

	/** Whether it is there for what our own not tracing costs. */
	boolean isUntraced() {
		return this.name.equals(UNSAMPLED) || this.name.equals(IGNORED);
	}

}
