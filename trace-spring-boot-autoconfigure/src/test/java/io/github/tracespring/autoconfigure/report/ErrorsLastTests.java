// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which spans are lost when ten are in memory: six on their way, and four that wait.
 */
class ErrorsLastTests {

	private final Rig rig = new Rig();

	@BeforeEach
	void sendSix() {
		this.rig.batch.setMaxQueueSize(10);
		this.rig.end("1", "2", "3", "4", "5", "6");
	}

	@AfterEach
	void close() {
		this.rig.close();
	}

	private void assertTaken(int lost, String... names) {
		assertThat(this.rig.dropped(DropReason.QUEUE_FULL)).isEqualTo(lost);
		this.rig.succeedAll().passMillis(10_000).succeedAll();
		assertThat(this.rig.taken).startsWith("1", "2", "3", "4", "5", "6");
		assertThat(this.rig.taken.subList(6, this.rig.taken.size())).containsExactlyInAnyOrder(names);
		assertThat(this.rig.counts().sent()).isEqualTo(10);
	}

	@Test
	void errorTakesThePlaceOfTheOldestSpanThatWaits() {
		this.rig.end("7", "8", "9", "10").endWithError("error");
		assertTaken(1, "error", "8", "9", "10");
	}

	@Test
	void spanOfATraceWithAnErrorIsKeptThoughItIsNone() {
		Span parent = this.rig.tracer().spanBuilder("parent").setNoParent().startSpan();
		Span child = this.rig.tracer().spanBuilder("child").setParent(Context.root().with(parent)).startSpan();
		child.setStatus(StatusCode.ERROR);
		child.end();
		this.rig.end("8", "9", "10");
		parent.end();
		assertTaken(1, "child", "parent", "9", "10");
	}

	@Test
	void spanOfATraceWhoseErrorIsOnItsWayIsKept() {
		Rig fresh = new Rig();
		fresh.batch.setMaxQueueSize(10);
		Span parent = fresh.tracer().spanBuilder("parent").setNoParent().startSpan();
		Span child = fresh.tracer().spanBuilder("child").setParent(Context.root().with(parent)).startSpan();
		child.setStatus(StatusCode.ERROR);
		child.end();
		fresh.end("2", "3", "4", "5", "6", "7", "8", "9", "10");
		parent.end();
		assertThat(fresh.dropped(DropReason.QUEUE_FULL)).isEqualTo(1);
		fresh.succeedAll().passMillis(10_000).succeedAll();
		assertThat(fresh.taken).hasSize(10).contains("child", "parent").doesNotContain("7");
		fresh.close();
	}

	@Test
	void spanWithoutAnErrorMakesNoRoom() {
		this.rig.end("7", "8", "9").endWithError("error").end("11", "12");
		assertTaken(2, "7", "8", "9", "error");
	}

	@Test
	void errorThatFindsNothingButErrorsIsLost() {
		this.rig.endWithError("7").endWithError("8").endWithError("9").endWithError("10").endWithError("11").end("12");
		assertTaken(2, "7", "8", "9", "10");
	}

}
