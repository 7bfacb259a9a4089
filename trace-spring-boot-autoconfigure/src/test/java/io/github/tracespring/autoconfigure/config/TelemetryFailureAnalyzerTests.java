// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.config;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.tracespring.autoconfigure.testing.TestApplication;

import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.annotation.AnnotationAwareOrderComparator;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What a user reads when a bad value stops the application.
 */
@ExtendWith(OutputCaptureExtension.class)
class TelemetryFailureAnalyzerTests {

	private static final String SHARE = "Write a number from 0 (no traces) to 1 (all traces).";

	private final TestApplication application = new TestApplication();

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\1',
			textBlock = """
					sampler                     | 1.5        | 1.5    | Write a number from 0 (no traces) to 1 (all traces).
					sampler                     | -1         | -1.0   | Write a number from 0 (no traces) to 1 (all traces).
					sampler                     | NaN        | NaN    | Write a number from 0 (no traces) to 1 (all traces).
					sampler                     | 1e999      | Infinity | Write a number from 0 (no traces) to 1 (all traces).
					sampler                     | abc        | abc    | Write a number from 0 (no traces) to 1 (all traces).
					batcher                     | kafka      | kafka  | Allowed are otlpgrpc, otlphttp, zipkin, jaeger, file
					endpoint                    | localhost:abc | localhost:abc | http://localhost:4317
					disabled                    | maybe      | maybe  | Write true or false.
					propagation.extract         | xray       | xray   | Allowed are tracecontext, baggage, b3, b3multi and jaeger.
					propagation.inject          | b4         | b4     | Allowed are tracecontext, baggage, b3, b3multi and jaeger.
					otlp-http-secure            | maybe      | maybe  | Write true or false.
					response-header             | X Trace Id | X Trace Id | Write letters, digits
					shutdown-timeout            | soon       | soon   | Write a duration, for example 500ms, 5s or 1m.
					shutdown-timeout            | 0s         | PT0S   | Write a duration above zero, for example 5s.
					shutdown-timeout            | -1s        | PT-1S  | Write a duration above zero, for example 5s.
					batch.schedule-delay        | soon       | soon   | Write a duration, for example 500ms, 5s or 1m.
					batch.schedule-delay        | 0          | PT0S   | Write a duration above zero, for example 5s.
					batch.export-timeout        | 999999d    | PT23999976H | Write a duration above zero, for example 5s.
					batch.max-queue-size        | 0          | 0      | Write a number of spans above 0.
					batch.max-queue-size        | many       | many   | Write a whole number.
					batch.max-export-batch-size | 0          | 0      | from 1 to telemetry.batch.max-queue-size (10000)
					batch.max-export-batch-size | 10001      | 10001  | from 1 to telemetry.batch.max-queue-size (10000)
					batch.max-export-batch-size | many       | many   | Write a whole number.
					batch.max-in-flight         | 0          | 0      | Write a number of batches from 1 to 100.
					batch.max-in-flight         | many       | many   | Write a whole number.
					baggage.log                 | a b        | a b    | Write letters, digits
					baggage.log                 | trace_id   | trace_id | Use another key.
					baggage.tags                | a=b        | a=b    | Write letters, digits
					scheduled.enabled           | maybe      | maybe  | Write true or false.
					scheduled.ignore            | my job     | my job | Write patterns such as Cleaner.purge
					jaeger.username             | joe:hush   | ***    | Write the password to telemetry.jaeger.password.
					jaeger.password             | hush       | ***    | Set telemetry.jaeger.username, too.
					propagation.trust-incoming  | maybe      | maybe  | Write true or false.
					propagation.trusted-paths   | /a/{b      | /a/{b  | Write patterns such as /internal/**
					propagation.trusted-addresses | my.proxy | my.proxy | names are not looked up
					propagation.trusted-addresses | 10.0.0.0/33 | 10.0.0.0/33 | 10.0.0.0/8
					propagation.inject-hosts    | http://api | http://api | Write hosts such as api.internal
					propagation.no-inject-hosts | a b        | a b    | Write hosts such as api.internal
					resource                    | text       | text   | Write one key and value for each resource attribute.
					""")
	void badValueIsExplained(String key, String value, String shown, String remedy, CapturedOutput output) {
		fail("--telemetry." + key + "=" + value);
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Property: telemetry." + key)
			.contains("Value: \"" + shown + "\"")
			.contains("Origin: \"telemetry." + key + "\" from property source \"commandLineArgs\"")
			.containsPattern("Reason: \\w+")
			.contains(remedy);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/v1/{traces}", "/v1/tra ces", "/v1?key=hush", "/v1#hush", "/%zz" })
	void badPathIsExplained(String path, CapturedOutput output) {
		fail("--telemetry.batcher=otlphttp", "--telemetry.endpoint=collector", "--telemetry.otlp-http-path=" + path);
		assertThat(output).contains("Property: telemetry.otlp-http-path")
			.contains("Write a path, for example /v1/traces.");
	}

	@Test
	void badItemOfListIsExplained(CapturedOutput output) {
		fail("--telemetry.baggage.log[0]=a", "--telemetry.baggage.log[1]=");
		assertThat(output).contains("Property: telemetry.baggage.log")
			.contains("Value: \"\"")
			.contains("Origin: \"telemetry.baggage.log[0]\" from property source");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			http://jaeger:4317          | port 4317  | Set telemetry.batcher=otlpgrpc, or write http://jaeger:14268
			jaeger:4318/v1/traces       | port 4318  | Set telemetry.batcher=otlphttp, or write http://jaeger:14268
			udp://jaeger:4317           | port 4317  | Set telemetry.batcher=otlpgrpc
			jaeger:14250                | port 14250 | Write http://jaeger:14268/api/traces.
			jaeger:6832                 | port 6832  | Write udp://jaeger:6831.
			http://joe:hush@jaeger:6831 | port 6831  | Write udp://jaeger:6831.
			udp://jaeger:14268          | port 14268 | Write http://jaeger:14268/api/traces.
			""")
	void portWhereJaegerTakesSomethingElseIsExplained(String endpoint, String reason, String remedy,
			CapturedOutput output) {
		fail("--telemetry.batcher=jaeger", "--telemetry.endpoint=" + endpoint);
		assertThat(output).contains("Property: telemetry.endpoint")
			.contains(reason)
			.contains(remedy)
			.doesNotContain("hush");
	}

	@ParameterizedTest
	@CsvSource({ "zipkin,http://localhost:9411", "jaeger,udp://localhost:6831", "file,traces.jsonl" })
	void sslBundleForWhatHasNoTlsIsExplained(String batcher, String endpoint, CapturedOutput output) {
		fail("--telemetry.ssl.bundle=mine", "--telemetry.batcher=" + batcher, "--telemetry.endpoint=" + endpoint);
		assertThat(output).contains("Property: telemetry.ssl.bundle", "Value: \"mine\"", "does not use TLS",
				"Write telemetry.endpoint with https://");
	}

	@Test
	void credentialsForAnAgentAreExplainedAndNotShown(CapturedOutput output) {
		fail("--telemetry.batcher=jaeger", "--telemetry.endpoint=agent:6831", "--telemetry.jaeger.username=hush",
				"--telemetry.jaeger.password=hush");
		assertThat(output).contains("Property: telemetry.jaeger.username")
			.contains("telemetry.endpoint=http://agent:14268/api/traces")
			.doesNotContain("hush");
	}

	@Test
	void badFileIsExplained(CapturedOutput output) {
		fail("--telemetry.batcher=file", "--telemetry.endpoint=http://collector");
		assertThat(output).contains("Property: telemetry.endpoint").contains("write the path of a file");
	}

	@Test
	void originIsTheLineOfTheFile(CapturedOutput output) {
		fail("--spring.config.name=bad-block");
		assertThat(output).contains("Property: telemetry.batcher")
			.contains("Value: \"pigeon\"")
			.contains("Origin: class path resource [bad-block.yaml] - 3:12");
	}

	@Test
	void originIsTheEnvironmentVariable(CapturedOutput output) {
		this.application.variable("TELEMETRY_SAMPLER", "2");
		fail();
		assertThat(output).contains("Property: telemetry.sampler")
			.contains("Origin: System Environment Property \"TELEMETRY_SAMPLER\"")
			.contains(SHARE);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			OTEL_TRACES_SAMPLER                | sometimes     | Allowed are always_on, always_off
			OTEL_EXPORTER_OTLP_PROTOCOL        | http/json     | Allowed are grpc and http/protobuf.
			OTEL_EXPORTER_OTLP_TRACES_PROTOCOL | http/json     | Allowed are grpc and http/protobuf.
			OTEL_EXPORTER_OTLP_ENDPOINT        | http://h:abc  | Write host:port
			OTEL_EXPORTER_OTLP_TRACES_ENDPOINT | http://h:abc  | Write host:port
			""")
	void badVariableIsExplained(String name, String value, String remedy, CapturedOutput output) {
		this.application.variable(name, value);
		fail();
		assertThat(output).contains("Property: " + name)
			.contains("Value: \"" + value + "\"")
			.contains("Origin: System Environment Property \"" + name + "\"")
			.contains(remedy);
	}

	@ParameterizedTest
	@ValueSource(strings = { "1.5", "NaN", "-1", "abc" })
	void badSamplerArgumentIsExplained(String value, CapturedOutput output) {
		this.application.variable("OTEL_TRACES_SAMPLER", "traceidratio").variable("OTEL_TRACES_SAMPLER_ARG", value);
		fail();
		assertThat(output).contains("Property: OTEL_TRACES_SAMPLER_ARG")
			.contains("Value: \"" + value)
			.contains("Origin: System Environment Property \"OTEL_TRACES_SAMPLER_ARG\"")
			.contains("Write a number from 0");
	}

	@Test
	void illegalHeaderNameIsExplained(CapturedOutput output) {
		fail("--telemetry.otlp-headers.fine=1", "--telemetry.otlp-headers[X Key: hush]=hush");
		assertThat(output).contains("Property: telemetry.otlp-headers")
			.contains("Value: \"X***\"")
			.contains("\"telemetry.otlp-headers[X Key")
			.contains("Write letters, digits and any of");
	}

	@Test
	void illegalHeaderIsExplainedForEveryBatcher(CapturedOutput output) {
		fail("--telemetry.batcher=zipkin", "--telemetry.otlp-headers[a b]=hush");
		assertThat(output).contains("Property: telemetry.otlp-headers").doesNotContain("hush");
	}

	@ParameterizedTest
	@ValueSource(strings = { "hush\u00e4", "hush\nInjected: true", "hush\u0000" })
	void illegalHeaderValueIsExplainedAndNotShown(String value, CapturedOutput output) {
		fail("--telemetry.otlp-headers.fine=1", "--telemetry.otlp-headers.api-key=" + value);
		assertThat(output).contains("Property: telemetry.otlp-headers")
			.contains("Value: \"api-key: ***\"")
			.contains("Origin: \"telemetry.otlp-headers.api-key\" from property source \"commandLineArgs\"")
			.doesNotContain("hush");
	}

	@Test
	void headerThatTheHttpClientSetsIsExplainedForOtlpHttp(CapturedOutput output) {
		fail("--telemetry.batcher=otlphttp", "--telemetry.otlp-headers.fine=1", "--telemetry.otlp-headers.Host=hush");
		assertThat(output).contains("Property: telemetry.otlp-headers.host")
			.contains("Origin: \"telemetry.otlp-headers.Host\" from property source \"commandLineArgs\"")
			.contains("the HTTP client sets this header itself")
			.contains("Remove it.")
			.doesNotContain("hush");
	}

	@Test
	void headersOfAVariableAreExplainedAndNotShown(CapturedOutput output) {
		this.application.variable("OTEL_EXPORTER_OTLP_HEADERS", "Authorization: Basic aHVzaA==");
		fail();
		assertThat(output).contains("Property: OTEL_EXPORTER_OTLP_HEADERS")
			.contains("Value: \"Authorization***\"")
			.contains("Origin: System Environment Property \"OTEL_EXPORTER_OTLP_HEADERS\"")
			.doesNotContain("aHVzaA");
	}

	@Test
	void headersWrittenAsOneTextAreNotShown(CapturedOutput output) {
		fail("--telemetry.otlp-headers=api-key=hush");
		assertThat(output).contains("Property: telemetry.otlp-headers")
			.contains("Value: \"***\"")
			.contains("Write one key and value for each header")
			.doesNotContain("hush");
	}

	@Test
	void credentialsOfAMalformedEndpointAreNotShown(CapturedOutput output) {
		fail("--telemetry.endpoint=http://user:hush@collector:abc/v1?token=hush");
		assertThat(output).contains("Value: \"http://***@collector:abc/v1?***\"").doesNotContain("hush");
	}

	@Test
	void lazyBeansDoNotHideABadValue(CapturedOutput output) {
		fail("--spring.main.lazy-initialization=true", "--telemetry.sampler=1.5");
		assertThat(output).contains("Property: telemetry.sampler").contains(SHARE).doesNotContain("Started ");
	}

	@Test
	void comesBeforeAnalyzersThatCanNotSayWhatIsAllowed() {
		FailureAnalyzer ours = new TelemetryFailureAnalyzer(new StandardEnvironment());
		List<FailureAnalyzer> analyzers = new ArrayList<>(List.of((failure) -> null, ours));
		AnnotationAwareOrderComparator.sort(analyzers);
		assertThat(analyzers.get(0)).isSameAs(ours);
	}

	@Test
	void otherFailuresAreNotOurs(CapturedOutput output) {
		fail("--logging.level.org.example=loud");
		assertThat(output).doesNotContain("tracing configuration");
	}

	@Test
	void disabledBlockIsNotValidated() {
		this.application.run("--telemetry.disabled=true", "--telemetry.sampler=1.5", "--telemetry.batcher=kafka")
			.close();
	}

	private void fail(String... arguments) {
		assertThatThrownBy(() -> this.application.run(arguments).close()).isNotNull();
	}

}
