// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.viewer;

import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

import io.opentelemetry.api.OpenTelemetry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.tracespring.autoconfigure.config.InvalidTelemetryPropertyException;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * When there is a viewer, and what it says of itself.
 */
@ExtendWith(OutputCaptureExtension.class)
class ViewerAutoConfigurationTests {

	private final WebApplicationContextRunner context = new WebApplicationContextRunner()
		.withUserConfiguration(Application.class);

	private static int status(TestServer server) {
		return Client.get(server.url("/telemetry/")).statusCode();
	}

	@Test
	void isThereByDefault() {
		this.context.run((running) -> assertThat(running).hasSingleBean(Viewer.class));
	}

	@ParameterizedTest
	@CsvSource({ "prod,,false", "PROD,,false", "production,,false", "prod,true,true", "prod,false,false", "dev,,true",
			"dev,false,false", "preprod,,true" })
	void isServedInProductionOnlyWhenAskedFor(String profile, String enabled, boolean served) {
		this.context.withPropertyValues("spring.profiles.active=" + profile)
			.withPropertyValues(
					(enabled != null) ? new String[] { "telemetry.viewer.enabled=" + enabled } : new String[0])
			.run((running) -> {
				assertThat(running.getBeansOfType(Viewer.class)).hasSize(served ? 1 : 0);
				assertThat(running.getBeansOfType(TraceStore.class)).hasSize(served ? 1 : 0);
			});
	}

	@Test
	void hasNoRoutesInProductionAndSaysSo(CapturedOutput output) {
		try (TestServer server = TestServer.Kind.TOMCAT.start("spring.profiles.active=prod")) {
			assertThat(status(server)).isEqualTo(HttpStatus.NOT_FOUND.value());
			assertThat(output)
				.contains("There is no trace viewer in production, unless telemetry.viewer.enabled is true")
				.doesNotContain("Traces are at");
		}
		try (TestServer server = TestServer.Kind.TOMCAT.start("spring.profiles.active=prod",
				"telemetry.viewer.enabled=true")) {
			assertThat(status(server)).isEqualTo(HttpStatus.OK.value());
		}
	}

	@Test
	void isNotThereWhenTracingIsOff() {
		this.context.withPropertyValues("telemetry.disabled=true")
			.run((running) -> assertThat(running).hasNotFailed().doesNotHaveBean(Viewer.class));
	}

	@Test
	void isNotThereWithoutAServer() {
		try (ConfigurableApplicationContext running = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.run()) {
			assertThat(running.getBeansOfType(Viewer.class)).isEmpty();
			assertThat(running.getBean(OpenTelemetry.class)).isNotNull();
		}
	}

	@Test
	void needsNeitherWebFluxNorNetty() {
		this.context
			.withClassLoader(
					new FilteredClassLoader("org.springframework.web.reactive", "reactor", "org.eclipse.jetty"))
			.run((running) -> assertThat(running).hasNotFailed().hasSingleBean(Viewer.class));
	}

	@ParameterizedTest
	@CsvSource({ "telemetry.viewer.max-spans,0", "telemetry.viewer.max-spans,-5", "telemetry.viewer.path,/",
			"telemetry.viewer.path,/a/../b", "telemetry.viewer.path,/**", "telemetry.viewer.path,'/a b'",
			"telemetry.viewer.path,\"><script>" })
	void badValuesStopTheStart(String property, String value) {
		this.context.withPropertyValues(property + "=" + value)
			.run((running) -> assertThat(running.getStartupFailure()).rootCause()
				.isInstanceOf(InvalidTelemetryPropertyException.class)
				.hasMessageContaining(property + "=" + value));
	}

	@Test
	void badValuesStopTheStartOfLazyApplicationsToo(CapturedOutput output) {
		assertThatThrownBy(() -> TestServer.Kind.TOMCAT.start("spring.main.lazy-initialization=true",
				"telemetry.viewer.max-spans=0"))
			.hasRootCauseInstanceOf(InvalidTelemetryPropertyException.class);
		assertThat(output).contains("Property: telemetry.viewer.max-spans")
			.contains("Write a number of spans above 0.");
	}

	@ParameterizedTest
	@CsvSource({ "TOMCAT,/app,/app", "TOMCAT,,''", "NETTY,/app,/app", "JETTY,,''" })
	void oneLineSaysWhereItIs(TestServer.Kind kind, String contextPath, String prefix, CapturedOutput output) {
		try (TestServer server = (contextPath != null) ? kind.start("CONTEXT_PATH=" + contextPath) : kind.start()) {
			String line = "Traces are at " + server.url(prefix + "/telemetry/");
			assertThat(output.getOut().lines().filter((text) -> text.endsWith(line))).hasSize(1);
			assertThat(output).doesNotContain("everybody");
		}
	}

	@Test
	void childContextAddsNoLine(CapturedOutput output) {
		try (TestServer server = TestServer.Kind.TOMCAT.start()) {
			new SpringApplicationBuilder(Child.class).web(WebApplicationType.NONE)
				.parent(server.context())
				.run()
				.close();
			assertThat(output.getOut().lines().filter((line) -> line.contains("Traces are at"))).hasSize(1);
		}
	}

	@Test
	void oneWarningSaysThatItIsOpen(CapturedOutput output) {
		TestServer.Kind.TOMCAT.start("telemetry.viewer.allow-remote=true").close();
		assertThat(output.getOut().lines().filter((line) -> line.contains("telemetry.viewer.allow-remote is true")))
			.singleElement()
			.satisfies((line) -> assertThat(line).contains("WARN"));
	}

	@ParameterizedTest
	@CsvSource({ "telemetry.viewer.log-links=true,true", "spring.profiles.active=dev,true",
			"spring.profiles.active=local,true", "spring.profiles.active=test,false" })
	void failedRequestsAreLinkedInTheLog(String property, boolean linked, CapturedOutput output) {
		try (TestServer server = TestServer.Kind.TOMCAT.start("CONTEXT_PATH=/app", property)) {
			Client.get(server.url("/app/hello"));
			String call = "/app/call?url=" + server.url("/app/fail");
			String traceId = Client.traceId(Client.get(server.url(call)));
			await().until(() -> TraceStore.get(server.store().storage().getTrace(traceId)).size() == 3);
			String link = " failed: " + server.url("/app/telemetry/traces/" + traceId);
			server.close();
			// not the failed call between the two
			assertThat(output.getOut()
				.lines()
				.filter((line) -> line.contains("failed: http"))
				.map((line) -> line.substring(line.indexOf("GET /")))).containsExactlyInAnyOrder(
						linked ? new String[] { "GET /app/call" + link, "GET /app/fail" + link } : new String[0]);
		}
	}

	@Test
	void endpointAndViewerAreIndependent() {
		try (TestServer backEnd = TestServer.Kind.TOMCAT.start();
				TestServer server = TestServer.Kind.TOMCAT.start("telemetry.batcher=zipkin",
						"telemetry.endpoint=" + backEnd.url("/telemetry/api/v2/spans"),
						"telemetry.batch.schedule-delay=50ms")) {
			String traceId = Client.traceId(Client.get(server.url("/hello")));
			for (TestServer viewer : Arrays.asList(server, backEnd)) {
				await().atMost(Duration.ofSeconds(5))
					.untilAsserted(
							() -> assertThat(Client.spans(Client.get(viewer.url("/telemetry/api/v2/trace/" + traceId))))
								.hasSize(2));
			}
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2 })
	void nothingIsLeftWhenTheContextIsClosed(int run) {
		Set<Thread> before = workers();
		TestServer server = TestServer.Kind.TOMCAT.start();
		Client.get(server.url("/hello"));
		Set<Thread> added = workers();
		added.removeAll(before);
		assertThat(added).as(before.toString()).hasSize(1).allMatch(Thread::isDaemon);
		server.close();
		await().until(() -> added.stream().noneMatch(Thread::isAlive));
	}

	private static Set<Thread> workers() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("BatchSpanProcessor"))
			.collect(Collectors.toSet());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	static class Child {

	}

}
