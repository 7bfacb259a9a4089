// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.jdbc;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * A statement, prepared or not, each of whose executions is a span.
 */
final class TracedStatement extends JdbcProxy {

	/** Statements of a batch that are kept for its text. */
	private static final int MAX_BATCH = 64;

	private final String prepared;

	private final JdbcHandler handler;

	private final TracedConnection connection;

	private final Connection connectionProxy;

	private final List<String> batch = new ArrayList<>(0);

	private long batchSize;

	/** What the prepared statement is, once that was needed. */
	private JdbcStatement description;

	/**
	 * Creates a handler for a statement's proxy.
	 * @param delegate the driver's statement
	 * @param prepared its SQL, or {@code null} if each execution brings its own
	 * @param handler decides about the spans
	 * @param connection where it comes from
	 * @param connectionProxy what the application knows that as
	 */
	TracedStatement(Statement delegate, String prepared, JdbcHandler handler, TracedConnection connection,
			Connection connectionProxy) {
		super(delegate);
		this.prepared = prepared;
		this.handler = handler;
		this.connection = connection;
		this.connectionProxy = connectionProxy;
	}

	@Override
	Object invokeTraced(Object proxy, Method method, Object[] arguments) throws Throwable {
		switch (method.getName()) {
			case "execute", "executeQuery", "executeUpdate", "executeLargeUpdate":
				String sql = text(arguments);
				return traced(this.handler
					.statement((sql != null) ? (describe) -> describe.single(database(), sql) : this::describePrepared),
						method, arguments);
			case "executeBatch", "executeLargeBatch":
				return batch(method, arguments);
			case "addBatch":
				Object added = pass(method, arguments);
				add(text(arguments));
				return added;
			case "clearBatch":
				Object cleared = pass(method, arguments);
				clear();
				return cleared;
			case "getConnection":
				return (pass(method, arguments) != null) ? this.connectionProxy : null;
			default:
				return pass(method, arguments);
		}
	}

	private Object traced(JdbcSpan span, Method method, Object[] arguments) throws Throwable {
		try {
			Object result = pass(method, arguments);
			span.end();
			return result;
		}
		catch (Throwable ex) {
			span.fail(ex);
			throw ex;
		}
	}

	/** The driver forgets the batch, whether it fails or not. */
	private Object batch(Method method, Object[] arguments) throws Throwable {
		try {
			List<String> statements = (this.prepared != null) ? List.of(this.prepared) : this.batch;
			return traced(this.handler.statement((describe) -> describe.batch(database(), statements, this.batchSize)),
					method, arguments);
		}
		finally {
			clear();
		}
	}

	private void add(String sql) {
		this.batchSize++;
		if (sql != null && this.batch.size() < MAX_BATCH) {
			this.batch.add(sql);
		}
	}

	private void clear() {
		this.batchSize = 0;
		this.batch.clear();
	}

	private JdbcStatement describePrepared(JdbcStatements describe) {
		JdbcStatement description = this.description;
		if (description == null) {
			description = describe.single(database(), this.prepared);
			this.description = description;
		}
		return description;
	}

	private Database database() {
		return this.connection.database();
	}

	private static String text(Object[] arguments) {
		return (arguments != null && arguments.length > 0 && arguments[0] instanceof String sql) ? sql : null;
	}

}
