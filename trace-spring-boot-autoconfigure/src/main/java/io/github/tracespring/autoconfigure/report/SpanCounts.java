// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report;

import java.util.Map;

/**
 * What became of all spans that ended for one destination since the application started.
 * At each moment at which nothing moves,
 * {@code produced = sent + spooled + rejected + (sum of dropped) + waiting}.
 *
 * @param destination where they go, without secrets
 * @param produced sampled spans that ended, until the application began to stop
 * @param sent those that the receiver took from memory
 * @param late those of {@code sent} that had to wait for the end of an outage, or were
 * sent more than once
 * @param spooled those that went to the disk, which {@code spool} goes on to count
 * @param rejected those that the receiver will never take, as it said
 * @param dropped those that were given up here, by reason; each reason is there
 * @param waiting those that are in memory now
 * @param spool what became of the spans on the disk, or {@code null} if there is no spool
 */
public record SpanCounts(String destination, long produced, long sent, long late, long spooled, long rejected,
		Map<DropReason, Long> dropped, long waiting, Spooled spool) {

	/**
	 * Spans on the disk, those of earlier lives of the application included.
	 *
	 * @param sent those that the receiver took
	 * @param rejected those that the receiver will never take, as it said
	 * @param dropped those that were too old, damaged, or in the way of newer ones
	 * @param waiting those that are on the disk now
	 */
	public record Spooled(long sent, long rejected, long dropped, long waiting) {
	}

}
