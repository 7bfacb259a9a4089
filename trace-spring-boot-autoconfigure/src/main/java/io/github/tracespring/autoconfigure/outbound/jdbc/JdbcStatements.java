// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.jdbc;

import java.util.List;

import io.opentelemetry.api.common.AttributesBuilder;

import io.github.tracespring.autoconfigure.core.span.DbKeys;
import io.github.tracespring.autoconfigure.core.span.DbQueries;
import io.github.tracespring.autoconfigure.core.span.DbQuery;

/**
 * Describes statements by the conventions.
 */
final class JdbcStatements {

	private static final String BATCH = "BATCH";

	private final DbQueries queries = new DbQueries();

	private final boolean queryText;

	/**
	 * Creates what describes statements.
	 * @param queryText whether their text is part of it
	 */
	JdbcStatements(boolean queryText) {
		this.queryText = queryText;
	}

	/** Describes a statement that is no batch. */
	JdbcStatement single(Database database, String sql) {
		return describe(database, this.queries.of(sql, database.system()), null);
	}

	/**
	 * Describes a batch.
	 * @param database where it is sent
	 * @param statements its statements, or the first of very many, or the one that is
	 * sent again and again
	 * @param size the number of statements; one alone is no batch
	 * @return the description
	 */
	JdbcStatement batch(Database database, List<String> statements, long size) {
		if (size == 1) {
			return single(database, statements.get(0));
		}
		List<DbQuery> each = statements.stream().map((sql) -> this.queries.of(sql, database.system())).toList();
		DbQuery first = each.isEmpty() ? this.queries.of(null, database.system()) : each.get(0);
		DbQuery batch;
		if (each.stream().allMatch(first::equals)) {
			batch = new DbQuery(first.text(), batch(first.summary()), first.procedure());
		}
		else {
			boolean alike = each.stream().allMatch((query) -> batch(query.summary()).equals(batch(first.summary())));
			batch = new DbQuery(joined(each), alike ? batch(first.summary()) : BATCH, null);
		}
		return describe(database, batch, size);
	}

	private static String batch(String summary) {
		return (summary != null && summary.length() < DbQuery.MAX_SUMMARY - BATCH.length()) ? BATCH + " " + summary
				: BATCH;
	}

	private static String joined(List<DbQuery> queries) {
		StringBuilder text = new StringBuilder();
		for (DbQuery query : queries) {
			if (query.text() != null && text.length() + query.text().length() < DbQuery.MAX_TEXT) {
				text.append(text.isEmpty() ? "" : "; ").append(query.text());
			}
		}
		return text.toString();
	}

	private JdbcStatement describe(Database database, DbQuery query, Long batchSize) {
		AttributesBuilder attributes = database.attributes().toBuilder();
		if (this.queryText && query.text() != null && !query.text().isEmpty()) {
			attributes.put(DbKeys.QUERY_TEXT, query.text());
		}
		if (query.summary() != null) {
			attributes.put(DbKeys.QUERY_SUMMARY, query.summary());
		}
		if (query.procedure() != null) {
			attributes.put(DbKeys.STORED_PROCEDURE, query.procedure());
		}
		if (batchSize != null) {
			attributes.put(DbKeys.BATCH_SIZE, batchSize);
		}
		return new JdbcStatement((query.summary() != null) ? query.summary() : database.name(), attributes.build(),
				database.system());
	}

}
