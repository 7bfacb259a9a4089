// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.span;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes of SQL what a span may say of it: the query without literals, and its summary.
 * What was made is kept, within bounds: applications repeat a few statements.
 *
 * @see <a href=
 * "https://opentelemetry.io/docs/specs/semconv/db/database-spans/#sanitization-of-dbquerytext">Semantic
 * conventions, sanitization of db.query.text</a>
 */
public final class DbQueries {

	private static final Logger logger = LoggerFactory.getLogger(DbQueries.class);

	private static final int MAX_CACHED = 512;

	/** Longer statements are as a rule generated, and made once. */
	private static final int MAX_CACHED_LENGTH = 4096;

	private volatile Map<Key, DbQuery> recent = new ConcurrentHashMap<>();

	/** What was recent before: statements that are made up each time push out others. */
	private volatile Map<Key, DbQuery> older = Map.of();

	/**
	 * Sanitizes a query. Never throws; what can not be understood is left out.
	 * @param sql the query as the application wrote it, or {@code null}
	 * @param system the database that it is for
	 * @return what may be said of it
	 */
	public DbQuery of(String sql, DbSystem system) {
		if (sql == null) {
			return DbQuery.UNKNOWN;
		}
		if (sql.length() > MAX_CACHED_LENGTH) {
			return scan(sql, system);
		}
		Key key = new Key(sql, system);
		DbQuery query = this.recent.get(key);
		if (query == null) {
			query = this.older.get(key);
			query = (query != null) ? query : scan(sql, system);
			if (this.recent.size() >= MAX_CACHED) {
				this.older = this.recent;
				this.recent = new ConcurrentHashMap<>();
			}
			this.recent.put(key, query);
		}
		return query;
	}

	private static DbQuery scan(String sql, DbSystem system) {
		try {
			return new SqlScanner(sql, system).scan();
		}
		catch (RuntimeException ex) {
			logger.debug("A query is not described", ex);
			return DbQuery.UNKNOWN;
		}
	}

	private record Key(String sql, DbSystem system) {

	}

}
