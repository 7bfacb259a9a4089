// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report;

import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import jakarta.annotation.PreDestroy;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.github.tracespring.autoconfigure.config.TelemetryAutoConfiguration;
import io.github.tracespring.autoconfigure.core.TracingAutoConfiguration;
import io.github.tracespring.autoconfigure.report.Collector.Mood;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every batcher does: the whole way from a {@link Tracer} bean to bytes that
 * somebody else decodes.
 */
public abstract class ReportContractTests {

	private static final Pattern BATCHER_THREAD = Pattern
		.compile("^telemetry|^BatchSpanProcessor|^okhttp-dispatch|^HttpClient-\\d+-SelectorManager");

	/** What the starter sets by default, through {@code logging.level}. */
	private static final Logger OPENTELEMETRY_EXPORTERS = Logger.getLogger("io.opentelemetry.exporter");

	protected Collector collector;

	protected LogLines log;

	protected abstract String batcher();

	protected abstract Collector startCollector() throws Exception;

	@BeforeEach
	void open() throws Exception {
		OPENTELEMETRY_EXPORTERS.setLevel(Level.OFF);
		this.log = new LogLines();
		this.collector = startCollector();
	}

	@AfterEach
	void close() {
		this.collector.close();
		this.log.close();
		OPENTELEMETRY_EXPORTERS.setLevel(null);
	}

	protected final ApplicationContextRunner runner() {
		return runner(this.collector.endpoint());
	}

	protected final ApplicationContextRunner runner(String endpoint) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(TelemetryAutoConfiguration.class, ReportAutoConfiguration.class,
					TracingAutoConfiguration.class, SslAutoConfiguration.class))
			.withPropertyValues("telemetry.name=orders", "telemetry.batcher=" + batcher(),
					"telemetry.endpoint=" + endpoint, "telemetry.batch.schedule-delay=10ms",
					"telemetry.shutdown-timeout=10s");
	}

	protected static void end(ApplicationContext context, String... names) {
		for (String name : names) {
			context.getBean(Tracer.class).spanBuilder(name).startSpan().end();
		}
	}

	protected static void flush(ApplicationContext context) {
		context.getBean(SdkTracerProvider.class).forceFlush().join(10, java.util.concurrent.TimeUnit.SECONDS);
	}

	protected static SpanCounts counts(ApplicationContext context) {
		return context.getBean(ReportStatus.class).counts().get(0);
	}

	protected final void await(Consumer<Collector> assertion) {
		Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertion.accept(this.collector));
	}

	@Test
	void finishedSpansArriveWithoutBeingAskedFor() {
		runner().run((context) -> {
			end(context, "one", "two");
			await((collector) -> assertThat(collector.names()).containsExactlyInAnyOrder("one", "two"));
		});
	}

	@Test
	void spansEndedJustBeforeCloseArrive() {
		runner().withPropertyValues("telemetry.batch.schedule-delay=1h").run((context) -> end(context, "last"));
		assertThat(this.collector.names()).containsExactly("last");
		assertThat(this.log.all()).isEmpty();
	}

	@Test
	void spansEndedByBeansThatAreDestroyedArrive() {
		runner().withPropertyValues("telemetry.batch.schedule-delay=1h")
			.withBean(EndsASpanAtTheEnd.class)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(this.collector.names()).containsExactly("goodbye");
	}

	@Test
	void secondContextInTheSameJvmReportsToo() {
		runner().run((context) -> end(context, "first"));
		runner().run((context) -> end(context, "second"));
		assertThat(this.collector.names()).containsExactly("first", "second");
	}

	@Test
	void outageIsLoggedOnceWhenItBeginsAndOnceWhenItEndsWithTheNumberLost() {
		runner().run((context) -> {
			this.collector.mood(Mood.FAILING);
			for (int i = 0; i < 5; i++) {
				end(context, "not taken");
				flush(context);
			}
			assertThat(this.log.all()).singleElement()
				.asString()
				.startsWith("WARN Spans do not reach " + shownEndpoint() + ": ")
				.containsPattern(expectedReason());
			this.collector.mood(Mood.WELL);
			end(context, "kept");
			flush(context);
			await((collector) -> assertThat(collector.names()).contains("kept").hasSize(losesWhatFails() ? 1 : 6));
		});
		assertThat(this.log.all()).hasSize(2)
			.element(1)
			.asString()
			.matches("INFO Spans reach \\Q" + shownEndpoint() + "\\E again, after \\d+\\.\\d s: "
					+ (losesWhatFails() ? "0 spans late, 5 lost" : "6 spans late, 0 lost"));
	}

	@Test
	void nothingIsLeftRunning() {
		runner().run((context) -> end(context, "warm up"));
		Set<Thread> before = threads();
		for (int i = 0; i < 10; i++) {
			runner().withPropertyValues("telemetry.batch.schedule-delay=1h").run((context) -> end(context, "one"));
		}
		Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
			// Java 17's HTTP client ends its thread when it is garbage collected
			System.gc();
			assertThat(threads()).as("threads").isSubsetOf(before);
		});
	}

	@Test
	void globalInstanceOfTheJvmIsNotTouched() {
		GlobalOpenTelemetry.resetForTest();
		runner().run((context) -> end(context, "one"));
		assertThat(this.collector.names()).containsExactly("one");
		// fails if anybody got it before, since that creates it
		GlobalOpenTelemetry.set(OpenTelemetry.noop());
		GlobalOpenTelemetry.resetForTest();
	}

	/**
	 * Those that a batcher starts; pools of other tests in this JVM come and go, and so
	 * do the idle threads of the task runner that all OkHttp clients share.
	 */
	private static Set<Thread> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> BATCHER_THREAD.matcher(thread.getName()).find())
			.collect(Collectors.toSet());
	}

	/**
	 * The endpoint as the log shows it.
	 * @return the endpoint, masked
	 */
	protected String shownEndpoint() {
		return this.collector.endpoint();
	}

	/**
	 * Whether a failing collector's answer says that the same spans will never be taken.
	 * @return whether they are lost
	 */
	protected boolean losesWhatFails() {
		return true;
	}

	/**
	 * How the log says what a failing collector answered.
	 * @return a pattern
	 */
	protected abstract String expectedReason();

	/**
	 * A user's bean whose last work is traced.
	 */
	static final class EndsASpanAtTheEnd {

		private final Tracer tracer;

		EndsASpanAtTheEnd(Tracer tracer) {
			this.tracer = tracer;
		}

		@PreDestroy
		void sayGoodbye() {
			Span span = this.tracer.spanBuilder("goodbye").startSpan();
			span.end();
		}

	}

}
