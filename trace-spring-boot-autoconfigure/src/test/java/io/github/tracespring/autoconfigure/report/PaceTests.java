// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report;

import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;

import io.github.tracespring.autoconfigure.config.TelemetryProperties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * The span that wakes the thread that sends; the rest is in {@link SenderTests}.
 */
class PaceTests {

	private final SpanQueue queue = new SpanQueue(100);

	private final Pace pace = new Pace(this.queue, batchesOfTwo(), 0);

	@Test
	void lastSpanOfABatchWakes() {
		assertThat(spansUntilAlarm(0)).isEqualTo(2);
	}

	@Test
	void soonAfterABatchAQuarterOfTheQueueWakesUntilTheRestIsOver() {
		take(2, 1000);
		assertThat(spansUntilAlarm(1000)).isEqualTo(25);
		assertThat(this.pace.untilDue(1000)).isEqualTo(500_000_000);
		assertThat(spansUntilAlarm(500_001_000)).isEqualTo(2);
		assertThat(this.pace.untilDue(500_001_000)).isEqualTo(4_500_000_000L);
	}

	private void take(int spans, long now) {
		for (int i = 0; i < spans; i++) {
			this.queue.offer(mock(SpanData.class));
			this.queue.poll();
		}
		this.pace.taken(now);
	}

	private long spansUntilAlarm(long now) {
		return this.pace.alarm(now) - this.queue.head() + 1;
	}

	private static TelemetryProperties.Batch batchesOfTwo() {
		TelemetryProperties.Batch batch = new TelemetryProperties.Batch();
		batch.setMaxExportBatchSize(2);
		return batch;
	}

}
