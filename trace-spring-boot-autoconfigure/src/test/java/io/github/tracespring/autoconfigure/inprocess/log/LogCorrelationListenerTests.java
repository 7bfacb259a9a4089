// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.log;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.tracespring.autoconfigure.testing.TestApplication;

import org.springframework.boot.logging.LoggingSystemProperty;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a line of the log looks like, by default and as the user configures it.
 */
@ExtendWith(OutputCaptureExtension.class)
class LogCorrelationListenerTests {

	private static final Logger logger = LoggerFactory.getLogger(LogCorrelationListenerTests.class);

	private final TestApplication application = new TestApplication();

	/** Boot leaves both behind for the next application in the JVM. */
	@BeforeEach
	@AfterEach
	void forgetFormerApplications() {
		System.clearProperty(LoggingSystemProperty.CORRELATION_PATTERN.getEnvironmentVariableName());
		for (String name : List.of("io.opentelemetry.exporter.internal", "io.opentelemetry.exporter.sender")) {
			java.util.logging.Logger.getLogger(name).setLevel(null);
		}
	}

	@Test
	void defaultPatternShowsTheIds(CapturedOutput output) {
		Span span = logOneLine();
		assertThat(line(output))
			.contains("[" + span.getSpanContext().getTraceId() + "-" + span.getSpanContext().getSpanId() + "]");
	}

	@Test
	void usersPatternWins(CapturedOutput output) {
		Span span = logOneLine("--logging.pattern.correlation=<%X{trace_id}/%X{span_id}>");
		assertThat(line(output))
			.contains("<" + span.getSpanContext().getTraceId() + "/" + span.getSpanContext().getSpanId() + ">")
			.doesNotContain("[" + span.getSpanContext().getTraceId());
	}

	@Test
	void userCanSwitchTheCorrelationOff(CapturedOutput output) {
		Span span = logOneLine("--logging.expect-correlation-id=false");
		assertThat(line(output)).doesNotContain(span.getSpanContext().getTraceId());
	}

	@Test
	void defaultPropertiesWin(CapturedOutput output) {
		this.application.byDefault("logging.expect-correlation-id", false);
		Span span = logOneLine();
		assertThat(line(output)).doesNotContain(span.getSpanContext().getTraceId());
	}

	@Test
	void unsampledIdsAreShownToo(CapturedOutput output) {
		Span span = logOneLine("--telemetry.sampler=0");
		assertThat(line(output)).contains(span.getSpanContext().getTraceId());
	}

	@Test
	void disabledMeansNoCorrelation(CapturedOutput output) {
		logOneLine("--telemetry.disabled=true");
		assertThat(line(output)).doesNotContain("[                      ");
		assertThat(propertyWhen("logging.expect-correlation-id", "--telemetry.disabled=true")).isNull();
	}

	@Test
	void disabledByVariableMeansNoCorrelation() {
		this.application.variable("OTEL_SDK_DISABLED", "true");
		assertThat(propertyWhen("logging.expect-correlation-id")).isNull();
	}

	@Test
	void disabledInAConfigurationFileMeansNoCorrelation() {
		assertThat(propertyWhen("logging.expect-correlation-id", "--spring.config.name=go-zero-disabled")).isNull();
		assertThat(propertyWhen("logging.expect-correlation-id", "--spring.config.name=go-zero")).isEqualTo("true");
	}

	@Test
	void exportersOfOpenTelemetryAreSilentByDefault(CapturedOutput output) {
		logAsExporter();
		assertThat(output).doesNotContain("exporter-failed").doesNotContain("sender-failed");
	}

	@Test
	void usersLevelOfThatLoggerWins(CapturedOutput output) {
		logAsExporter("--logging.level.io.opentelemetry.exporter.internal=warn");
		assertThat(output).contains("exporter-failed").doesNotContain("sender-failed");
	}

	@Test
	void usersLevelOfOpenTelemetryWins(CapturedOutput output) {
		logAsExporter("--logging.level.io.opentelemetry=info");
		assertThat(output).contains("exporter-failed").contains("sender-failed");
	}

	@Test
	void contextUsedTooEarlyIsWarnedOfOnce() throws Exception {
		assertThat(outputOfOwnJvm("early").lines().filter((line) -> line.contains("WARN"))).singleElement()
			.asString()
			.contains("Log lines carry no trace ids")
			.contains("call SpringApplication.run before");
	}

	@Test
	void contextUsedInTimeIsNotWarnedOf() throws Exception {
		assertThat(outputOfOwnJvm("in-time")).doesNotContain("WARN")
			.contains("Started TouchesContextFirst", "contexts are in MdcContextStorage");
	}

	@Test
	void nothingIsWrittenWhereNoLoggingBackEndReadsIt() throws Exception {
		String without = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> !entry.contains("logback") && !entry.contains("log4j")
					&& !entry.contains("jul-to-slf4j"))
			.collect(Collectors.joining(File.pathSeparator));
		assertThat(outputOfOwnJvm("in-time", without)).contains("contexts are in ").doesNotContain("MdcContextStorage");
	}

	private Span logOneLine(String... arguments) {
		try (ConfigurableApplicationContext context = this.application.run(arguments)) {
			Span span = context.getBean(Tracer.class).spanBuilder("work").startSpan();
			try (Scope scope = span.makeCurrent()) {
				assertThat(scope).isNotNull();
				logger.info("the-line");
			}
			return span;
		}
	}

	private static String line(CapturedOutput output) {
		return output.toString().lines().filter((line) -> line.contains("the-line")).findFirst().orElseThrow();
	}

	private String propertyWhen(String name, String... arguments) {
		try (ConfigurableApplicationContext context = this.application.run(arguments)) {
			return context.getEnvironment().getProperty(name);
		}
	}

	/** As the exporters do, through java.util.logging. */
	private void logAsExporter(String... arguments) {
		try (ConfigurableApplicationContext context = this.application.run(arguments)) {
			assertThat(context.isActive()).isTrue();
			java.util.logging.Logger.getLogger("io.opentelemetry.exporter.internal.http.HttpExporter")
				.warning("exporter-failed");
			java.util.logging.Logger.getLogger("io.opentelemetry.exporter.sender.okhttp.internal.OkHttpGrpcSender")
				.severe("sender-failed");
		}
	}

	private static String outputOfOwnJvm(String argument) throws IOException, InterruptedException {
		return outputOfOwnJvm(argument, System.getProperty("java.class.path"));
	}

	private static String outputOfOwnJvm(String argument, String classPath) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				classPath, TouchesContextFirst.class.getName(), argument)
			.redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(output).isZero();
		return output;
	}

}
