// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import io.github.tracespring.autoconfigure.config.TelemetryAutoConfiguration;
import io.github.tracespring.autoconfigure.core.TracingAutoConfiguration;
import io.github.tracespring.autoconfigure.report.FaultCollector.Fault;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application with a back end that fails as it is told to.
 */
public abstract class FaultSetup {

	protected FaultCollector collector;

	protected LogLines log;

	protected abstract String batcher();

	protected abstract FaultCollector startCollector() throws Exception;

	@BeforeEach
	void open() throws Exception {
		this.log = new LogLines();
		this.collector = startCollector();
	}

	@AfterEach
	void close() throws Exception {
		this.collector.close();
		this.log.close();
	}

	/**
	 * With as many spans in memory as there are by default.
	 * @return an application
	 */
	protected final ApplicationContextRunner runner() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(TelemetryAutoConfiguration.class, ReportAutoConfiguration.class,
					TracingAutoConfiguration.class))
			.withPropertyValues("telemetry.name=orders", "telemetry.batcher=" + batcher(),
					"telemetry.endpoint=" + this.collector.endpoint().replace("://", "://joe:s3cret@"),
					"telemetry.batch.schedule-delay=10ms");
	}

	/**
	 * Ends spans.
	 * @param context the application
	 * @param count how many
	 * @return their ids
	 */
	protected static List<String> end(ApplicationContext context, int count) {
		List<String> ids = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			Span span = context.getBean(Tracer.class).spanBuilder("span").startSpan();
			span.end();
			ids.add(span.getSpanContext().getSpanId());
		}
		return ids;
	}

	/**
	 * Has all spans sent, or tried again, at once.
	 * @param context the application
	 */
	protected static void flush(ApplicationContext context) {
		context.getBean(SdkTracerProvider.class).forceFlush().join(20, TimeUnit.SECONDS);
	}

	protected static SpanCounts counts(ApplicationContext context) {
		return context.getBean(ReportStatus.class).counts().get(0);
	}

	protected static void await(ThrowingRunnable assertion) {
		Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(assertion);
	}

	/** Short where it is waited for. */
	protected static String timeout(Fault fault) {
		return "telemetry.batch.export-timeout=" + ((fault == Fault.HANGS) ? "1s" : "30s");
	}

	protected final void awaitOutage(ApplicationContext context) {
		await(() -> {
			flush(context);
			assertThat(this.log.all()).isNotEmpty();
		});
	}

	protected final void assertTakenOnce(List<String> ids) {
		assertThat(this.collector.taken()).containsOnlyKeys(ids.toArray(String[]::new));
		assertThat(this.collector.taken().values()).allMatch((times) -> times == 1);
	}

	/** Whatever became of them, each span was counted once. */
	protected static void assertSum(SpanCounts counts, int produced) {
		assertThat(counts.produced()).isEqualTo(produced);
		assertThat(counts.sent() + counts.spooled() + counts.rejected() + dropped(counts) + counts.waiting())
			.isEqualTo(produced);
	}

	protected static long dropped(SpanCounts counts) {
		return counts.dropped().values().stream().mapToLong(Long::longValue).sum();
	}

	/** A pattern: the endpoint as the log shows it. */
	protected final String shownEndpoint() {
		return "\\Q" + this.collector.endpoint().replace("://", "://***@") + "\\E";
	}

	/**
	 * How the log says what is wrong.
	 * @param fault what is
	 * @return a pattern
	 */
	protected abstract String reason(Fault fault);

	/**
	 * Whether this kind of back end can fail like that.
	 * @param fault the way
	 * @return whether it can
	 */
	protected boolean can(Fault fault) {
		return fault != Fault.TAKES_ONE;
	}

}
