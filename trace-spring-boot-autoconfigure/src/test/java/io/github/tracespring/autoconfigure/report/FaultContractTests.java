// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.opentelemetry.api.trace.Tracer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.tracespring.autoconfigure.report.FaultCollector.Fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * What becomes of spans, and of the log, in each way a back end can fail: the whole way
 * from a {@link Tracer} bean to a server that counts each span.
 */
public abstract class FaultContractTests extends FaultSetup {

	/** What an application with 100 requests per second ends in a minute. */
	private static final int MINUTE = 6000;

	@ParameterizedTest
	@EnumSource(names = { "REFUSES", "HANGS", "UNAVAILABLE", "BUSY", "RESTS", "REDIRECTS" })
	void outageOfAMinuteLosesNothingAndIsToldInTwoLines(Fault fault) {
		assumeTrue(can(fault));
		List<String> ids = new ArrayList<>();
		runner().withPropertyValues(timeout(fault)).run((context) -> {
			ids.addAll(end(context, 1));
			flush(context);
			this.collector.turn(fault);
			ids.addAll(end(context, MINUTE));
			awaitOutage(context);
			assertThat(this.log.all()).singleElement().asString().matches(began(fault));
			assertThat(counts(context).waiting()).isEqualTo(MINUTE);
			this.collector.turn(Fault.NONE);
			await(() -> assertThat(counts(context)).returns(MINUTE + 1L, SpanCounts::sent)
				.returns((long) MINUTE, SpanCounts::late));
			assertSum(counts(context), MINUTE + 1);
		});
		if (fault == Fault.HANGS) {
			// its short time limit may be too short for a busy machine, and then it is
			// sent again
			assertThat(this.collector.taken()).containsOnlyKeys(ids.toArray(String[]::new));
		}
		else {
			assertTakenOnce(ids);
		}
		assertThat(this.log.all()).hasSize(2)
			.element(1)
			.asString()
			.matches("INFO Spans reach " + shownEndpoint() + " again, after \\d+\\.\\d s: 6000 spans late, 0 lost");
	}

	private String began(Fault fault) {
		return "WARN Spans do not reach " + shownEndpoint() + ": " + reason(fault)
				+ "\\. At most 10000 wait in memory, to be sent when it takes them again, and more are lost; "
				+ "the application is not affected\\. The next line on this tells when it is over";
	}

	@Test
	void collectorThatRestsIsNotCalledBeforeItsTime() throws Exception {
		this.collector.turn(Fault.RESTS);
		runner().run((context) -> {
			end(context, 1);
			await(() -> assertThat(this.collector.arrivals()).hasSize(1));
			await(() -> {
				flush(context);
				assertThat(this.collector.arrivals()).hasSize(2);
			});
		});
		long rest = this.collector.arrivals().get(1) - this.collector.arrivals().get(0);
		assertThat(Duration.ofNanos(rest)).isBetween(FaultCollector.REST, FaultCollector.REST.multipliedBy(10));
	}

	@Test
	void redirectIsToldWithItsHostAndTellsThatHostNothing() throws Exception {
		assumeTrue(can(Fault.REDIRECTS));
		this.collector.turn(Fault.REDIRECTS);
		runner().run((context) -> {
			end(context, 1);
			awaitOutage(context);
		});
		assertThat(this.log.all()).first().asString().contains(this.collector.elsewhere().authority());
		assertThat(this.log.containing("s3cret")).isEmpty();
		assertThat(this.collector.elsewhere().requests()).isEmpty();
	}

	@Test
	void rejectedSpansAreCountedAndToldOnce() throws Exception {
		this.collector.turn(Fault.REJECTS);
		List<String> ids = new ArrayList<>();
		runner().run((context) -> {
			for (int i = 1; i <= 3; i++) {
				end(context, 2);
				flush(context);
				assertThat(counts(context).rejected()).isEqualTo(2 * i);
			}
			this.collector.turn(Fault.NONE);
			ids.addAll(end(context, 1));
			flush(context);
			assertSum(counts(context), 7);
		});
		assertTakenOnce(ids);
		assertThat(this.log.containing(FaultCollector.REASON)).singleElement().asString().startsWith("WARN");
		assertThat(this.log.all()).hasSize(2).element(1).asString().startsWith("WARN Stopping; refused by ");
	}

	@Test
	void spansOfABatchThatIsTakenInPartAreCountedAndToldOnce() throws Exception {
		assumeTrue(can(Fault.TAKES_ONE), "only OTLP has that");
		this.collector.turn(Fault.TAKES_ONE);
		runner().withPropertyValues("telemetry.batch.schedule-delay=1h").run((context) -> {
			for (int i = 1; i <= 3; i++) {
				end(context, 5);
				flush(context);
				assertThat(counts(context)).returns(i * 1L, SpanCounts::sent).returns(i * 4L, SpanCounts::rejected);
			}
			assertSum(counts(context), 15);
		});
		assertThat(this.collector.taken()).hasSize(3);
		assertThat(this.log.containing(FaultCollector.REASON)).singleElement()
			.asString()
			.startsWith("WARN")
			.contains("4 spans lost");
		assertThat(this.log.all()).hasSize(2).element(1).asString().startsWith("WARN Stopping; refused by ");
	}

	@ParameterizedTest
	@EnumSource(names = { "SLOW", "CHATTY" })
	void strangeAnswerToSpansThatWereTakenIsNoAlarm(Fault fault) throws Exception {
		this.collector.turn(fault);
		List<String> ids = new ArrayList<>();
		runner().run((context) -> {
			ids.addAll(end(context, 3));
			await(() -> assertThat(counts(context).sent()).isEqualTo(3));
			if (fault == Fault.CHATTY) {
				await(() -> assertThat(this.collector.said()).isNotEmpty().doesNotContain(FaultCollector.MEGABYTES));
			}
		});
		assertTakenOnce(ids);
		assertThat(this.log.all()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(names = { "REFUSES", "HANGS" })
	void outageDoesNotHoldUpClosingAndWhatIsLostIsCounted(Fault fault) {
		Instant[] start = new Instant[1];
		ReportStatus[] status = new ReportStatus[1];
		runner().withPropertyValues("telemetry.shutdown-timeout=" + ((fault == Fault.HANGS) ? "1s" : "1m"))
			.run((context) -> {
				this.collector.turn(fault);
				end(context, MINUTE);
				if (fault == Fault.REFUSES) {
					awaitOutage(context);
				}
				status[0] = context.getBean(ReportStatus.class);
				start[0] = Instant.now();
			});
		assertThat(Duration.between(start[0], Instant.now())).isLessThan(Duration.ofSeconds(10));
		SpanCounts counts = status[0].counts().get(0);
		assertThat(counts.dropped()).containsEntry(DropReason.SHUTDOWN, (long) MINUTE);
		assertSum(counts, MINUTE);
		assertThat(this.log.all()).last().asString().startsWith("WARN Stopping").endsWith(": 6000 spans lost");
	}

	@Test
	void everySpanIsCountedOnceWhateverHappens() {
		runner()
			.withPropertyValues("telemetry.batch.max-queue-size=500", "telemetry.batch.max-export-batch-size=100",
					"telemetry.batch.export-timeout=1s")
			.run((context) -> {
				int produced = 0;
				for (Fault fault : everyFault()) {
					this.collector.turn(fault);
					for (int i = 0; i < 2; i++) {
						produced += end(context, 200).size();
						flush(context);
					}
				}
				this.collector.turn(Fault.NONE);
				await(() -> {
					flush(context);
					assertThat(counts(context).waiting()).isZero();
				});
				SpanCounts counts = counts(context);
				assertSum(counts, produced);
				assertThat(counts.sent()).isLessThanOrEqualTo(this.collector.taken().size());
			});
	}

	private List<Fault> everyFault() {
		return Stream.of(Fault.values())
			.filter((fault) -> fault != Fault.SLOW && fault != Fault.RESTS && can(fault))
			.toList();
	}

}
