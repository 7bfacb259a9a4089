// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.config;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.tracespring.autoconfigure.testing.TestApplication;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A port that another kind of back end usually has.
 */
@ExtendWith(OutputCaptureExtension.class)
class ContradictingPortTests {

	@ParameterizedTest
	@CsvSource(textBlock = """
			otlphttp, 4317,  set telemetry.batcher=otlpgrpc or use port 4318
			otlpgrpc, 4318,  set telemetry.batcher=otlphttp or use port 4317
			otlpgrpc, 9411,  set telemetry.batcher=zipkin or use port 4317
			otlphttp, 9411,  set telemetry.batcher=zipkin or use port 4318
			otlpgrpc, 14268, set telemetry.batcher=jaeger or use port 4317
			otlphttp, 14268, set telemetry.batcher=jaeger or use port 4318
			zipkin,   14268, set telemetry.batcher=jaeger or use port 9411
			jaeger,   9411,  set telemetry.batcher=zipkin or use port 14268
			zipkin,   4318,  set telemetry.batcher=otlphttp or use port 9411
			""")
	void contradictionIsWarnedOfOnce(String batcher, int port, String remedy, CapturedOutput output) {
		run("--telemetry.batcher=" + batcher, "--telemetry.endpoint=http://localhost:" + port);
		assertThat(output.toString().lines().filter((line) -> line.contains("WARN"))).singleElement()
			.asString()
			.contains("telemetry.endpoint names port " + port)
			.contains("telemetry.batcher is " + batcher)
			.contains(remedy);
	}

	@ParameterizedTest
	@CsvSource({ "otlpgrpc,localhost", "otlphttp,localhost", "zipkin,localhost", "otlpgrpc,localhost:4317",
			"otlphttp,localhost:4318", "zipkin,localhost:9411", "jaeger,localhost", "jaeger,localhost:14268",
			"jaeger,localhost:6831", "jaeger,udp://localhost:6831", "otlphttp,localhost:9999",
			"otlphttp,http://localhost", "file,/tmp/9411" })
	void nothingIsWarnedOfOtherwise(String batcher, String endpoint, CapturedOutput output) {
		run("--telemetry.batcher=" + batcher, "--telemetry.endpoint=" + endpoint);
		assertThat(output).doesNotContain("WARN");
	}

	@Test
	void warningNamesTheVariable(CapturedOutput output) {
		new TestApplication().variable("OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:4318").run().close();
		assertThat(output).contains("OTEL_EXPORTER_OTLP_ENDPOINT names port 4318").doesNotContain("telemetry.endpoint");
	}

	private static void run(String... arguments) {
		new TestApplication().run(arguments).close();
	}

}
