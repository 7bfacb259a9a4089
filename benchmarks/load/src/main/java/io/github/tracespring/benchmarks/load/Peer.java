// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.benchmarks.load;

import java.util.ArrayList;
import java.util.List;

/**
 * What exports: a variant with the settings that it has by default, and an API key.
 *
 * @param name the variant's name in the tables
 * @param key the argument that sets the header
 */
record Peer(String name, String key) {

	/** The header. */
	static final String SECRET = "api-key";

	static final List<Peer> ALL = List.of(new Peer(Variant.OURS, "--telemetry.otlp-headers.api-key=secret"),
			new Peer("OpenTelemetry starter", "--otel.exporter.otlp.headers=api-key=secret"),
			new Peer("Spring Boot starter", "--management.opentelemetry.tracing.export.otlp.headers.api-key=secret"));

	/** The variant that sends to a port. */
	Variant at(int port) {
		Variant plain = Variant.all(port, "")
			.stream()
			.filter((variant) -> variant.name().equals(this.name))
			.findFirst()
			.orElseThrow();
		List<String> args = new ArrayList<>(plain.args());
		args.add(this.key);
		return new Variant(plain.name(), plain.module(), plain.path(), plain.jvm(), args);
	}

}
