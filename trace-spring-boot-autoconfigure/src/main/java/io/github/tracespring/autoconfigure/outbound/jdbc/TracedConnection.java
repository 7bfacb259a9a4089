// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.jdbc;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.Statement;

/**
 * A connection whose statements are traced.
 */
final class TracedConnection extends JdbcProxy {

	private final JdbcHandler handler;

	private final Databases databases;

	private Database database;

	private TracedConnection(Connection delegate, JdbcHandler handler, Databases databases) {
		super(delegate);
		this.handler = handler;
		this.databases = databases;
	}

	/**
	 * Traces the statements of a connection.
	 * @param connection the connection; one that is traced already is returned as it is
	 * @param handler decides about the spans
	 * @param databases knows where connections lead
	 * @return the connection to use
	 */
	static Connection of(Connection connection, JdbcHandler handler, Databases databases) {
		if (connection == null || JdbcProxy.of(connection) != null) {
			return connection;
		}
		return (Connection) new TracedConnection(connection, handler, databases).newProxy();
	}

	/** Asked for when a span needs it: a lazy connection is none until then. */
	Database database() {
		Database database = this.database;
		if (database == null) {
			database = this.databases.of((Connection) delegate());
			this.database = database;
		}
		return database;
	}

	@Override
	Object invokeTraced(Object proxy, Method method, Object[] arguments) throws Throwable {
		Object result = pass(method, arguments);
		if (!(result instanceof Statement statement)) {
			return result;
		}
		String sql = (arguments != null && arguments.length > 0 && arguments[0] instanceof String text) ? text : null;
		return switch (method.getName()) {
			case "createStatement", "prepareStatement", "prepareCall" ->
				new TracedStatement(statement, sql, this.handler, this, (Connection) proxy).newProxy();
			default -> result;
		};
	}

}
