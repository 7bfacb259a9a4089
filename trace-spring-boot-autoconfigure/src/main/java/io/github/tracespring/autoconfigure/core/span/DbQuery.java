// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.span;

/**
 * What a span may say of a query.
 *
 * @param text the query with each literal replaced by {@code ?} and without comments, at
 * most {@value #MAX_TEXT} characters; {@code null} for a call that was written as an
 * escape of JDBC, which is no SQL
 * @param summary operations and their targets, for example {@code SELECT users orders},
 * at most {@value #MAX_SUMMARY} characters, or {@code null} if there are none
 * @param procedure the stored procedure that is called, or {@code null}
 */
public record DbQuery(String text, String summary, String procedure) {

	/** Characters of a query that are kept. */
	public static final int MAX_TEXT = 4096;

	/** Characters of a summary that are kept, as the conventions say. */
	public static final int MAX_SUMMARY = 255;

	/** A query that could not be understood. */
	static final DbQuery UNKNOWN = new DbQuery(null, null, null);

}
