// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report;

import java.util.List;

/**
 * How the report of finished spans fares.
 */
@FunctionalInterface
public interface ReportStatus {

	/**
	 * What became of all spans.
	 * @return the counts of each destination
	 */
	List<SpanCounts> counts();

}
