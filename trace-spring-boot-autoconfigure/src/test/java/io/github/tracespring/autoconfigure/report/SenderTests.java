// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.github.tracespring.autoconfigure.report.otlp.EncodedSpans;
import io.github.tracespring.autoconfigure.report.otlp.OtlpEncoder;
import io.github.tracespring.autoconfigure.report.wire.ExportException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

class SenderTests {

	private final Rig rig = new Rig();

	private final LogLines log = new LogLines();

	@AfterEach
	void close() {
		this.rig.close();
		this.log.close();
	}

	@Test
	void fullBatchIsSentAtOnceAndASmallerOneAfterTheDelay() {
		this.rig.end("a", "b", "c");
		assertThat(this.rig.sent()).containsExactly("a b");
		this.rig.passMillis(4_999);
		assertThat(this.rig.sent()).hasSize(1);
		this.rig.passMillis(1);
		assertThat(this.rig.sent()).containsExactly("a b", "c");
	}

	@Test
	void batchesThatFillSoonAfterAnotherLeaveTogether() {
		this.rig.end("a", "b").succeed().end("c", "d").passMillis(300).end("e", "f").passMillis(199);
		assertThat(this.rig.sent()).isEmpty();
		this.rig.passMillis(1);
		assertThat(this.rig.sent()).containsExactly("c d", "e f");
	}

	@Test
	void batchesDoNotWaitForEachOtherOnceAQuarterOfTheQueueIsFull() {
		this.rig.end("a", "b").succeed();
		IntStream.rangeClosed(1, 24).forEach((i) -> this.rig.end("" + i));
		assertThat(this.rig.sent()).isEmpty();
		this.rig.end("25");
		assertThat(this.rig.sent()).containsExactly("1 2", "3 4", "5 6");
		this.rig.succeedAll();
		assertThat(this.rig.counts().waiting()).isEqualTo(1);
	}

	@Test
	void batchesWaitForEachOtherNoLongerThanATenthOfTheDelay() {
		this.rig.batch.setScheduleDelay(Duration.ofMillis(100));
		this.rig.end("a", "b").succeed().end("c", "d").passMillis(9);
		assertThat(this.rig.sent()).isEmpty();
		this.rig.passMillis(1);
		assertThat(this.rig.sent()).containsExactly("c d");
	}

	@Test
	void flushDoesNotWaitForFurtherBatches() {
		this.rig.end("a", "b").succeed().end("c", "d");
		CompletableResultCode flush = this.rig.destination().flush();
		this.rig.step();
		assertThat(this.rig.sent()).containsExactly("c d");
		this.rig.succeed();
		assertThat(flush.isSuccess()).isTrue();
	}

	@Test
	void severalBatchesAreInFlightButNoMoreThanConfigured() {
		this.rig.end("a", "b", "c", "d", "e", "f", "g", "h");
		assertThat(this.rig.sent()).containsExactly("a b", "c d", "e f");
		this.rig.succeed();
		assertThat(this.rig.sent()).containsExactly("c d", "e f", "g h");
		assertThat(this.rig.counts().waiting()).isEqualTo(6);
	}

	@Test
	void exporterOfTheUserIsGivenOneBatchAtATime() {
		this.rig.ours = false;
		this.rig.end("a", "b", "c", "d");
		assertThat(this.rig.sent()).containsExactly("a b");
	}

	@Test
	void batchThatFailsIsSentAgainWithoutALine() {
		this.rig.end("a", "b").refuse().passMillis(499);
		assertThat(this.rig.sent()).isEmpty();
		this.rig.passMillis(1);
		assertThat(this.rig.sent()).containsExactly("a b");
		this.rig.succeed().pass(Duration.ofMinutes(1));
		assertThat(this.rig.counts()).extracting(SpanCounts::sent, SpanCounts::late, SpanCounts::waiting)
			.containsExactly(2L, 2L, 0L);
		assertThat(this.log.all()).isEmpty();
	}

	@Test
	void memoryOfEncodedSpansIsGivenUpWhenTheyArrivedAndNotBefore() {
		this.rig.form = new EncodedSpans()::encode;
		this.rig.end("a", "b").refuse().passMillis(500);
		assertThat(this.rig.sent()).containsExactly("a b");
		SpanData span = this.rig.open.element().spans().iterator().next();
		this.rig.succeed();
		assertThat(this.rig.taken).containsExactly("a", "b");
		// what was asked before has been decoded
		assertThatNullPointerException().isThrownBy(() -> OtlpEncoder.encode(List.of(span)));
	}

	@Test
	void oneBatchAsksWhileTheOthersWaitAndAllFlowWhenItIsOver() {
		this.rig.end("a", "b", "c", "d", "e", "f").refuse().refuse().refuse();
		this.rig.end("g", "h").passMillis(500);
		assertThat(this.rig.sent()).hasSize(1);
		this.rig.pass(Duration.ofSeconds(20));
		assertThat(this.rig.sent()).hasSize(1);
		this.rig.refuse().passMillis(1000);
		assertThat(this.rig.sent()).hasSize(1);
		this.rig.succeed();
		assertThat(this.rig.sent()).hasSize(3);
		this.rig.succeedAll();
		assertThat(this.rig.taken).containsExactlyInAnyOrder("a", "b", "c", "d", "e", "f", "g", "h");
		assertThat(this.rig.counts()).extracting(SpanCounts::sent, SpanCounts::late, SpanCounts::waiting)
			.containsExactly(8L, 8L, 0L);
	}

	@Test
	void pauseDoublesUpToFiveSeconds() {
		this.rig.end("a", "b").refuse();
		for (long pause : new long[] { 500, 1000, 2000, 4000, 5000, 5000 }) {
			this.rig.passMillis(pause - 1);
			assertThat(this.rig.sent()).isEmpty();
			this.rig.passMillis(1);
			assertThat(this.rig.sent()).hasSize(1);
			this.rig.refuse();
		}
	}

	@Test
	void receiverIsLeftAloneForAsLongAsItAsksButNotForEver() {
		this.rig.end("a", "b").fail(ExportException.retryable("HTTP 429", Duration.ofSeconds(20), null));
		CompletableResultCode flush = this.rig.destination().flush();
		this.rig.passMillis(21_999);
		assertThat(flush.isDone()).isTrue();
		assertThat(flush.isSuccess()).isFalse();
		assertThat(this.rig.sent()).isEmpty();
		this.rig.passMillis(1);
		assertThat(this.rig.sent()).hasSize(1);
		this.rig.fail(ExportException.retryable("HTTP 429", Duration.ofDays(1000), null));
		this.rig.pass(Duration.ofSeconds(66));
		assertThat(this.rig.sent()).hasSize(1);
	}

	@Test
	void flushAsksAtOnceAndFailsWithTheAttempt() {
		this.rig.end("a", "b").refuse();
		CompletableResultCode flush = this.rig.destination().flush();
		this.rig.step();
		assertThat(this.rig.sent()).hasSize(1);
		assertThat(flush.isDone()).isFalse();
		this.rig.refuse();
		assertThat(flush.isDone()).isTrue();
		assertThat(flush.isSuccess()).isFalse();
		CompletableResultCode next = this.rig.destination().flush();
		this.rig.step().succeed();
		assertThat(next.isSuccess()).isTrue();
	}

	@Test
	void flushWaitsForWhatEndedBeforeItAndForNothingElse() {
		this.rig.end("a");
		CompletableResultCode flush = this.rig.destination().flush();
		this.rig.step();
		assertThat(this.rig.sent()).containsExactly("a");
		this.rig.end("b");
		assertThat(flush.isDone()).isFalse();
		this.rig.succeed();
		assertThat(flush.isSuccess()).isTrue();
		assertThat(this.rig.sent()).isEmpty();
	}

	@Test
	void outageIsTwoLines() {
		this.rig.end("a", "b", "c", "d").refuse().refuse();
		assertThat(this.log.all()).isEmpty();
		this.rig.passMillis(500).refuse();
		assertThat(this.log.all())
			.containsExactly("WARN Spans do not reach http://collector: HTTP 503. At most 100 wait "
					+ "in memory, to be sent when it takes them again, and more are lost; the application is not affected. "
					+ "The next line on this tells when it is over");
		this.rig.passMillis(1000).refuse().passMillis(2000).succeedAll().pass(Duration.ofMinutes(2));
		assertThat(this.log.all()).hasSize(2)
			.element(1)
			.isEqualTo("INFO Spans reach http://collector again, after 3.5 s: 4 spans late, 0 lost");
	}

	@Test
	void outageIsNotOverBeforeAllThatWaitedForItsEndArrived() {
		this.rig.end("a", "b", "c", "d").refuse().refuse().passMillis(500).refuse().passMillis(1000);
		this.rig.succeed().pass(Duration.ofSeconds(29));
		this.rig.end("e", "f").open.removeLast().result().succeed();
		this.rig.pass(Duration.ofSeconds(1)).succeed();
		assertThat(this.log.all()).hasSize(1);
		this.rig.pass(Duration.ofMinutes(1));
		assertThat(this.log.all()).hasSize(2).element(1).asString().endsWith(": 4 spans late, 0 lost");
	}

	@Test
	void failuresThatFollowEachOtherAreOneOutage() {
		for (int i = 0; i < 20; i++) {
			this.rig.end("a", "b").refuse().passMillis(500).refuse().passMillis(1000).succeed();
			this.rig.pass(Duration.ofSeconds(10));
		}
		assertThat(this.log.all()).hasSize(1);
		this.rig.pass(Duration.ofSeconds(30));
		assertThat(this.log.all()).hasSize(2).element(1).asString().endsWith(": 40 spans late, 0 lost");
	}

	@Test
	void refusedBatchIsCountedAndToldOnce() {
		for (int i = 0; i < 10; i++) {
			this.rig.end("a", "b").fail(ExportException.rejected("HTTP 400 bad data")).passMillis(500);
		}
		assertThat(this.rig.counts().rejected()).isEqualTo(20);
		assertThat(this.log.all()).singleElement()
			.asString()
			.startsWith("WARN http://collector refuses spans: HTTP 400 bad data. 2 spans lost, ");
		this.rig.pass(Duration.ofMinutes(11)).end("a", "b").fail(ExportException.rejected("HTTP 400 bad data"));
		assertThat(this.log.all()).hasSize(2).element(1).asString().contains(". 20 spans lost, ");
	}

	@Test
	void spansOfABatchThatIsTakenInPartAreCounted() {
		this.rig.end("a", "b").fail(ExportException.partial(1, "name too long"));
		assertThat(this.rig.counts()).extracting(SpanCounts::sent, SpanCounts::rejected, SpanCounts::waiting)
			.containsExactly(1L, 1L, 0L);
		assertThat(this.log.all()).singleElement().asString().contains("refuses spans: name too long. 1 span lost");
	}

	@Test
	void wordsOfAReceiverThatTookAllAreToldOnce() {
		this.rig.end("a", "b").fail(ExportException.partial(0, "use TLS")).passMillis(500);
		this.rig.end("a", "b").fail(ExportException.partial(0, "use TLS"));
		assertThat(this.rig.counts()).extracting(SpanCounts::sent, SpanCounts::rejected).containsExactly(4L, 0L);
		assertThat(this.log.all()).containsExactly("WARN http://collector took all spans, but says: use TLS");
	}

	@Test
	void anyOtherFailureLosesTheBatch() {
		this.rig.end("a", "b").fail(new IllegalStateException("broken")).pass(Duration.ofMinutes(1));
		assertThat(this.rig.sent()).isEmpty();
		assertThat(this.rig.dropped(DropReason.EXPORT_FAILED)).isEqualTo(2);
		assertThat(this.log.all()).singleElement().asString().contains("IllegalStateException: broken");
	}

	@Test
	void batchThatIsNotAnsweredInTimeIsSentAgain() {
		this.rig.end("a", "b").pass(Duration.ofSeconds(31));
		this.rig.open.clear();
		this.rig.passMillis(500).succeed();
		assertThat(this.rig.taken).containsExactly("a", "b");
		assertThat(this.rig.counts()).extracting(SpanCounts::sent, SpanCounts::late).containsExactly(2L, 2L);
		assertThat(this.log.all()).isEmpty();
	}

	@Test
	void exporterOfTheUserThatNeverAnswersLosesTheBatchAfterItsTime() {
		this.rig.ours = false;
		this.rig.end("a", "b").pass(Duration.ofSeconds(31));
		assertThat(this.rig.dropped(DropReason.EXPORT_FAILED)).isEqualTo(2);
		assertThat(this.log.all()).singleElement().asString().contains(": no answer in time.");
	}

	@Test
	void batchThatAloneIsNeverTakenHoldsUpNoOtherAndIsGivenUpAfterMinutes() {
		this.rig.end("bad", "bad").refuse();
		for (int i = 0; i < 400 && this.rig.dropped(DropReason.NEVER_TAKEN) == 0; i++) {
			this.rig.end("good", "good").passMillis(1000);
			while (!this.rig.open.isEmpty()) {
				if (this.rig.open.peek().names().contains("bad")) {
					this.rig.refuse();
				}
				else {
					this.rig.succeed();
				}
			}
		}
		assertThat(this.rig.dropped(DropReason.NEVER_TAKEN)).isEqualTo(2);
		assertThat(this.rig.taken).hasSizeGreaterThan(500).doesNotContain("bad");
		assertThat(this.log.all()).hasSize(1);
	}

	@Test
	void batchThatIsGivenUpForTheStopIsNoFailureOfTheReceiver() {
		this.rig.end("a", "b");
		this.rig.destination().close(-5);
		this.rig.fail(new IOException("closed"));
		this.rig.destination().closed(Duration.ofSeconds(5));
		assertThat(this.rig.dropped(DropReason.SHUTDOWN)).isEqualTo(2);
		assertThat(this.log.all()).containsExactly("WARN Stopping, and http://collector took more than "
				+ "telemetry.shutdown-timeout (5.0 s): 2 spans lost");
	}

	@Test
	void spansThatFindTheQueueFullAreCountedAndTold() {
		this.rig.batch.setMaxQueueSize(10);
		this.rig.end("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12");
		assertThat(this.rig.dropped(DropReason.QUEUE_FULL)).isEqualTo(2);
		assertThat(this.rig.counts().produced()).isEqualTo(12);
		assertThat(this.log.all()).singleElement().asString().contains("spans end faster than it takes them");
		while (!this.rig.open.isEmpty()) {
			this.rig.succeed();
		}
		this.rig.pass(Duration.ofSeconds(31));
		assertThat(this.log.all()).hasSize(2).element(1).asString().endsWith(": 0 spans late, 2 lost");
	}

	@Test
	void nothingIsLostInAMinuteWithTheDefaults() {
		Rig defaults = new Rig();
		defaults.batch.setMaxQueueSize(
				new io.github.tracespring.autoconfigure.config.TelemetryProperties.Batch().getMaxQueueSize());
		defaults.batch.setMaxExportBatchSize(512);
		defaults.batch.setMaxInFlight(8);
		for (int i = 0; i < 6000; i++) {
			defaults.end("span " + i).passMillis(10);
			while (!defaults.open.isEmpty()) {
				defaults.refuse();
			}
		}
		defaults.pass(Duration.ofSeconds(6));
		while (!defaults.open.isEmpty()) {
			defaults.succeedAll().pass(Duration.ofSeconds(5));
		}
		assertThat(defaults.taken)
			.containsExactlyInAnyOrderElementsOf(IntStream.range(0, 6000).mapToObj((i) -> "span " + i).toList());
		assertThat(defaults.counts().sent()).isEqualTo(6000);
		defaults.close();
	}

}
