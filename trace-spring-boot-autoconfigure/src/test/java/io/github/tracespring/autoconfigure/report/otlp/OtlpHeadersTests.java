// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.otlp;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import io.opentelemetry.api.trace.Tracer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.tracespring.autoconfigure.config.TelemetryAutoConfiguration;
import io.github.tracespring.autoconfigure.core.TracingAutoConfiguration;
import io.github.tracespring.autoconfigure.report.Collector;
import io.github.tracespring.autoconfigure.report.HttpCollector;
import io.github.tracespring.autoconfigure.report.LogLines;
import io.github.tracespring.autoconfigure.report.ReportAutoConfiguration;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The headers of OTLP requests: configured ones, and those of a bean.
 */
class OtlpHeadersTests {

	private static final AtomicReference<Supplier<Map<String, String>>> now = new AtomicReference<>();

	private final LogLines log = new LogLines();

	private Collector collector;

	@AfterEach
	void close() {
		this.collector.close();
		this.log.close();
	}

	private ApplicationContextRunner runner(String batcher) throws Exception {
		this.collector = batcher.equals("otlpgrpc") ? new GrpcCollector()
				: new HttpCollector<>("/v1/traces", 200, OtlpHttpReportTests::decode, OtlpSpans::names);
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(TelemetryAutoConfiguration.class, ReportAutoConfiguration.class,
					TracingAutoConfiguration.class))
			.withPropertyValues("telemetry.batcher=" + batcher, "telemetry.batch.schedule-delay=10ms",
					"telemetry.endpoint=" + this.collector.endpoint().replace("://", "://joe:s3cret@"),
					"telemetry.otlp-headers.X-Api-Key=k", "telemetry.otlp-headers.authorization=Bearer t");
	}

	private static void end(ApplicationContext context, String name) {
		context.getBean(Tracer.class).spanBuilder(name).startSpan().end();
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(20));
	}

	@ParameterizedTest
	@ValueSource(strings = { "otlphttp", "otlpgrpc" })
	void configuredHeadersAreSentAndWinOverCredentialsInTheEndpoint(String batcher) throws Exception {
		runner(batcher).run((context) -> end(context, "one"));
		assertThat(this.collector.headers()).containsEntry("x-api-key", "k").containsEntry("authorization", "Bearer t");
	}

	@ParameterizedTest
	@ValueSource(strings = { "otlphttp", "otlpgrpc" })
	void beanIsAskedForEachRequestWithoutASpanAndWins(String batcher) throws Exception {
		now.set(() -> Map.of("Authorization", "first"));
		runner(batcher).withUserConfiguration(Tokens.class).run((context) -> {
			end(context, "one");
			await().until(() -> this.collector.names().size() == 1);
			assertThat(this.collector.headers()).containsEntry("x-api-key", "k")
				.containsEntry("authorization", "first");
			now.set(() -> Map.of("Authorization", "second"));
			end(context, "two");
			await().until(() -> this.collector.names().size() == 2);
			assertThat(this.collector.headers()).containsEntry("authorization", "second");
		});
		assertThat(this.collector.names()).containsExactly("one", "two");
		assertThat(this.log.all()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "otlphttp", "otlpgrpc" })
	void spansWaitWhileTheBeanFailsAndItsSecretsAreNotLogged(String batcher) throws Exception {
		now.set(() -> {
			throw new IllegalStateException("s3cret");
		});
		runner(batcher).withUserConfiguration(Tokens.class).run((context) -> {
			end(context, "one");
			await().until(() -> !this.log.all().isEmpty());
			now.set(() -> Map.of("Authorization", "s3cret\nX-Other: 1"));
			await().pollDelay(Duration.ZERO).until(() -> this.collector.requests() == 0);
			now.set(() -> Map.of("Authorization", "good"));
			await().until(() -> this.collector.names().contains("one"));
		});
		assertThat(this.log.all()).first()
			.asString()
			.contains("the OtlpHeadersSupplier failed (IllegalStateException)");
		assertThat(this.log.containing("s3cret")).isEmpty();
	}

	static class Tokens {

		/** Like a call for a token, it makes a span where it is let. */
		@Bean
		OtlpHeadersSupplier tokens(ObjectProvider<Tracer> tracer) {
			return () -> {
				tracer.getObject().spanBuilder("GET /token").startSpan().end();
				return now.get().get();
			};
		}

	}

}
