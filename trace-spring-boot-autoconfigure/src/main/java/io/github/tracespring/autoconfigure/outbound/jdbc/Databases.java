// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The databases that connections lead to. A connection is asked for its URL, because a
 * DataSource may not say where it leads, and may lead to several places.
 */
final class Databases {

	private static final int MAX_CACHED = 256;

	private final Map<String, Database> known = new ConcurrentHashMap<>();

	/**
	 * Describes the database of a connection. Never throws.
	 * @param connection the connection
	 * @return the database
	 */
	Database of(Connection connection) {
		try {
			String url = connection.getMetaData().getURL();
			if (url == null) {
				return Database.UNKNOWN;
			}
			Database database = this.known.get(url);
			if (database == null) {
				database = JdbcUrl.parse(url);
				if (this.known.size() < MAX_CACHED) {
					this.known.put(url, database);
				}
			}
			return database;
		}
		catch (SQLException | RuntimeException | LinkageError ex) {
			JdbcHandler.logger.debug("A database is not known", ex);
			return Database.UNKNOWN;
		}
	}

}
