// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

/**
 * Every form of an endpoint that users write.
 */
class EndpointTests {

	@ParameterizedTest
	@CsvSource(textBlock = """
			OTLPGRPC, collector,                          http://collector:4317
			OTLPGRPC, collector:1234,                     http://collector:1234
			OTLPGRPC, collector:1234/,                    http://collector:1234
			OTLPGRPC, http://collector:1234/v1/traces,    http://collector:1234
			OTLPGRPC, https://collector,                  https://collector
			OTLPGRPC, [::1],                              http://[::1]:4317
			OTLPGRPC, [::1]:1234,                         http://[::1]:1234
			OTLPGRPC, 127.0.0.1:1234,                     http://127.0.0.1:1234
			OTLPHTTP, collector,                          http://collector:4318/default
			OTLPHTTP, collector:1234,                     http://collector:1234/default
			OTLPHTTP, collector:1234/,                    http://collector:1234/default
			OTLPHTTP, collector/own,                      http://collector:4318/own
			OTLPHTTP, collector:1234/own,                 http://collector:1234/own
			OTLPHTTP, http://collector,                   http://collector/default
			OTLPHTTP, http://collector/,                  http://collector/default
			OTLPHTTP, http://collector:1234/own/,         http://collector:1234/own/
			OTLPHTTP, http://collector:1234?k=v,          http://collector:1234/default?k=v
			OTLPHTTP, HTTP://collector:1234/own?k=v,      http://collector:1234/own?k=v
			OTLPHTTP, https://[2001:db8::1]:1234/own,     https://[2001:db8::1]:1234/own
			OTLPHTTP, '  collector:1234  ',               http://collector:1234/default
			OTLPHTTP, collector:1234/a?u=http://b,        http://collector:1234/a?u=http://b
			OTLPHTTP, user:pass@collector,                http://collector:4318/default
			ZIPKIN,   http://zipkin:9411/api/v2/spans,    http://zipkin:9411/api/v2/spans
			ZIPKIN,   zipkin,                             http://zipkin:9411/default
			JAEGER,   http://jaeger:14268/api/traces,     http://jaeger:14268/api/traces
			JAEGER,   jaeger,                             http://jaeger:14268/default
			JAEGER,   jaeger:1234,                        http://jaeger:1234/default
			JAEGER,   https://jaeger:14268?format=x,      https://jaeger:14268/default?format=x
			JAEGER,   agent:6831,                         udp://agent:6831
			JAEGER,   '[::1]:6831',                       udp://[::1]:6831
			JAEGER,   udp://agent,                        udp://agent:6831
			JAEGER,   UDP://agent:1234/,                  udp://agent:1234
			ZIPKIN,   agent:6831,                         http://agent:6831/default
			""")
	void everyFormIsUnderstood(Batcher batcher, String value, String uri) {
		assertThat(Endpoint.parse(value, batcher, "/default", false, "telemetry.endpoint").uri()).hasToString(uri);
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			collector:1234,         https://collector:1234/default
			http://collector:1234,  http://collector:1234/default
			""")
	void secureIsForEndpointsWithoutScheme(String value, String uri) {
		assertThat(Endpoint.parse(value, Batcher.OTLPHTTP, "/default", true, "telemetry.endpoint").uri())
			.hasToString(uri);
	}

	@Test
	void credentialsBecomeAHeader() {
		Endpoint endpoint = endpoint("http://us%40er:p%3Ass@collector:1234/own?token=t", Batcher.ZIPKIN);
		String expected = Base64.getEncoder().encodeToString("us@er:p:ss".getBytes(StandardCharsets.UTF_8));
		assertThat(endpoint.authorization()).isEqualTo("Basic " + expected);
		assertThat(endpoint.uri()).hasToString("http://collector:1234/own?token=t");
		assertThat(endpoint).hasToString("http://***@collector:1234/own?***");
	}

	@ParameterizedTest
	@CsvSource({ "ZIPKIN,udp://agent:6831,the scheme is not http or https",
			"JAEGER,tcp://agent:6831,the scheme is not http or https or udp",
			"JAEGER,udp://joe:hush@agent:6831,UDP carries no credentials",
			"JAEGER,joe:hush@agent:6831,UDP carries no credentials", "JAEGER,udp://agent:0,the port is not between 1" })
	void udpIsForJaegersAgentAlone(Batcher batcher, String value, String reason) {
		assertThatExceptionOfType(InvalidTelemetryPropertyException.class).isThrownBy(() -> endpoint(value, batcher))
			.satisfies((ex) -> assertThat(ex.getReason()).startsWith(reason))
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("hush"));
	}

	@Test
	void noCredentialsNoHeader() {
		assertThat(endpoint("collector:1234", Batcher.ZIPKIN).authorization()).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "/tmp/traces.jsonl,/tmp/traces.jsonl", "file:///tmp/traces.jsonl,/tmp/traces.jsonl",
			"file:/tmp/traces.jsonl,/tmp/traces.jsonl", "'/tmp/with blank.jsonl','/tmp/with blank.jsonl'" })
	void fileIsAPathOrAFileUri(String value, String path) {
		Endpoint endpoint = endpoint(value, Batcher.FILE);
		assertThat(Path.of(endpoint.uri())).isEqualTo(Path.of(path));
		assertThat(endpoint).hasToString(path);
	}

	@Test
	void relativeFileIsBelowTheWorkingDirectory() {
		assertThat(endpoint("traces.jsonl", Batcher.FILE))
			.hasToString(Path.of("traces.jsonl").toAbsolutePath().toString());
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://", "://collector", "http:///v1/traces", "http:collector:80", "http:/collector:80",
			"ftp://collector", "collector:", "collector:abc", "collector:0", "collector:65536", "collector:99999999999",
			":4317", "::1", "[::1", "coll ector:4317", "coll_ector:4317", "http://collector/a b",
			"http://collector/%zz", "collector:-1", "@" })
	void malformedIsRefused(String value) {
		assertThatExceptionOfType(InvalidTelemetryPropertyException.class)
			.isThrownBy(() -> endpoint(value, Batcher.OTLPHTTP))
			.satisfies((ex) -> {
				assertThat(ex.getProperty()).isEqualTo("telemetry.endpoint");
				assertThat(ex.getReason()).isNotBlank();
				assertThat(ex.getRemedy()).contains("http://localhost:4318/v1/traces");
			});
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "http://collector:80/file", "s3://bucket/file", "file://host/share", "file:relative", "nu\0l" })
	void fileThatIsNoPathIsRefused(String value) {
		assertThatExceptionOfType(InvalidTelemetryPropertyException.class)
			.isThrownBy(() -> endpoint(value, Batcher.FILE))
			.satisfies((ex) -> assertThat(ex.getRemedy()).contains("path of a file"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://user:hush@collector:abc", "user:hush@collector:abc", "http://user:hu/sh@collector",
			"http://user:12/hush@collector:4318", "http://user:12?hush@collector:4318",
			"http://user:12#hush@collector:4318", "http://user:hu@sh@collector", "user:hush@http://collector",
			"ftp://user:hush@collector", "http://collector:abc?token=hush", "hush@", "http://user:hush@collector:0" })
	void malformedDoesNotShowSecrets(String value) {
		assertThatExceptionOfType(InvalidTelemetryPropertyException.class)
			.isThrownBy(() -> endpoint(value, Batcher.OTLPHTTP))
			.satisfies((ex) -> {
				assertThat(ex.getMessage() + ex.getValue() + ex.getReason() + ex.getRemedy()).doesNotContain("hush")
					.doesNotContain("hu/")
					.doesNotContain("hu@")
					.doesNotContain("sh@")
					.contains("***");
				assertThat(ex.getCause()).isNull();
			});
	}

	@Test
	void reasonIsAWhole() {
		assertThatExceptionOfType(InvalidTelemetryPropertyException.class)
			.isThrownBy(() -> endpoint("http://a:b:c@d:e", Batcher.ZIPKIN))
			.asInstanceOf(type(InvalidTelemetryPropertyException.class))
			.extracting(InvalidTelemetryPropertyException::getReason)
			.asString()
			.startsWith("it is not an address (");
	}

	@ParameterizedTest
	@CsvSource({ "localhost, false", "http://LOCALHOST:4318, false", "127.0.0.1:4318, false", "[::1]:4318, false",
			"collector, true", "127.example:4318, true", "192.0.2.1, true", "[2001:db8::1]:4318, true" })
	void bodiesAreCompressedUnlessTheyStayOnThisMachine(String value, boolean compressed) {
		TelemetryProperties.Batch batch = new TelemetryProperties.Batch();
		Endpoint endpoint = endpoint(value, Batcher.OTLPHTTP);
		assertThat(batch.compresses(endpoint)).isEqualTo(compressed);
		batch.setCompression(Compression.NONE);
		assertThat(batch.compresses(endpoint)).isFalse();
		batch.setCompression(Compression.GZIP);
		assertThat(batch.compresses(endpoint)).isTrue();
	}

	private static Endpoint endpoint(String value, Batcher batcher) {
		return Endpoint.parse(value, batcher, batcher.path(), false, "telemetry.endpoint");
	}

}
