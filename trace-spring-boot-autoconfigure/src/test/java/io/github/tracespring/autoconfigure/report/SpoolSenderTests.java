// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report;

import java.time.Duration;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.github.tracespring.autoconfigure.report.Rig.MemorySpool;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When batches go to the disk, and when they come back.
 */
class SpoolSenderTests {

	private final Rig rig = new Rig();

	private final LogLines log = new LogLines();

	@BeforeEach
	void open() {
		this.rig.spool = new MemorySpool(1000);
	}

	@AfterEach
	void close() {
		this.rig.close();
		this.log.close();
	}

	/** The second attempt failed as well, so it is an outage. */
	private void beginOutage() {
		this.rig.end("a", "b").refuse().passMillis(500).refuse();
	}

	@Test
	void failureThatTheNextAttemptMakesGoodLeavesTheDiskAlone() {
		this.rig.end("a", "b", "c", "d").refuse().passMillis(500).succeedAll();
		assertThat(this.rig.taken).containsExactlyInAnyOrder("a", "b", "c", "d");
		assertThat(this.rig.counts().spooled()).isZero();
	}

	@Test
	void outagePutsOnTheDiskWhatIsToBeSentAndSaysSo() {
		beginOutage();
		this.rig.end("c", "d", "e");
		assertThat(this.rig.spool.waiting()).isEqualTo(4);
		assertThat(this.rig.counts()).extracting(SpanCounts::spooled, SpanCounts::waiting).containsExactly(4L, 1L);
		assertThat(this.log.all()).singleElement()
			.asString()
			.contains("They wait in /spool and are sent when it takes them again");
	}

	@Test
	void whatIsOnTheDiskIsSentInOrderOnceItIsOverAndNeverBeforeFreshSpans() {
		beginOutage();
		for (int i = 0; i < 20; i++) {
			this.rig.end("old " + i, "old " + i);
		}
		this.rig.end("fresh", "fresh").pass(Duration.ofSeconds(6));
		while (!this.rig.open.isEmpty()) {
			this.rig.succeed();
		}
		this.rig.pass(Duration.ofSeconds(6));
		for (int i = 0; this.rig.spool.waiting() > 0; i++) {
			// as many as can be on their way are fresh, when there are as many
			this.rig.end("f1", "f1", "f2", "f2", "f3", "f3");
			assertThat(this.rig.sent().stream().filter((batch) -> batch.startsWith("f")))
				.hasSizeGreaterThanOrEqualTo(2);
			this.rig.succeedAll();
			assertThat(i).isLessThan(100);
		}
		assertThat(this.rig.taken.stream().filter((name) -> name.startsWith("old")).distinct())
			.containsExactlyElementsOf(IntStream.range(0, 20).mapToObj((i) -> "old " + i).toList());
		SpanCounts counts = this.rig.counts();
		assertThat(counts.spool().sent()).isEqualTo(counts.spooled());
		assertThat(counts.sent() + counts.spooled()).isEqualTo(counts.produced());
	}

	@Test
	void whatComesFromTheDiskAndIsNotTakenGoesBackThere() {
		this.rig.spool.offer(io.github.tracespring.autoconfigure.report.spool.Spools.batch("earlier"));
		this.rig.pass(Duration.ofSeconds(6));
		assertThat(this.rig.sent()).containsExactly("earlier");
		this.rig.refuse();
		assertThat(this.rig.counts().spool().waiting()).isEqualTo(1);
		this.rig.pass(Duration.ofSeconds(6));
		assertThat(this.rig.sent()).containsExactly("earlier");
		this.rig.succeed();
		assertThat(this.rig.counts().spool()).isEqualTo(new SpanCounts.Spooled(1, 0, 0, 0));
	}

	@Test
	void diskWithoutRoomLeavesWhatItDoesNotTakeInMemory() {
		this.rig.spool.room = 1;
		beginOutage();
		this.rig.end("c", "d", "e", "f");
		assertThat(this.rig.counts()).extracting(SpanCounts::spooled, SpanCounts::waiting).containsExactly(2L, 4L);
		this.rig.pass(Duration.ofSeconds(20));
		while (!this.rig.open.isEmpty()) {
			this.rig.succeedAll().pass(Duration.ofSeconds(6));
		}
		assertThat(this.rig.taken).containsExactlyInAnyOrder("a", "b", "c", "d", "e", "f");
	}

	@Test
	void whatIsLeftWhenTheApplicationStopsGoesToTheDisk() {
		beginOutage();
		this.rig.end("c");
		this.rig.destination().close(Long.MAX_VALUE);
		this.rig.step();
		while (!this.rig.open.isEmpty()) {
			this.rig.refuse();
		}
		assertThat(this.rig.spool.waiting()).isEqualTo(3);
		this.rig.destination().closed(Duration.ofSeconds(5));
		assertThat(this.rig.counts()).extracting(SpanCounts::spooled, SpanCounts::waiting).containsExactly(3L, 0L);
		assertThat(this.log.all()).hasSize(2).element(1).asString().endsWith(": 0 spans lost, 1 kept in /spool");
	}

}
