// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.jdbc;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each way to run a statement, with what its span says.
 */
enum StatementKind {

	EXECUTE("INSERT users", "INSERT INTO users (name) VALUES (?)", (connection) -> {
		try (Statement statement = connection.createStatement()) {
			assertThat(statement.execute("INSERT INTO users (name) VALUES ('hunter2')")).isFalse();
			assertThat(statement.getUpdateCount()).isOne();
		}
	}),

	EXECUTE_QUERY("SELECT users", "SELECT name FROM users WHERE id < ?", (connection) -> {
		try (Statement statement = connection.createStatement();
				ResultSet results = statement.executeQuery("SELECT name FROM users WHERE id < 1000")) {
			while (results.next()) {
				assertThat(results.getString(1)).isNotNull();
			}
		}
	}),

	EXECUTE_UPDATE("UPDATE users", "UPDATE users SET name = ?", (connection) -> {
		try (Statement statement = connection.createStatement()) {
			assertThat(statement.executeUpdate("UPDATE users SET name = 'hunter2'")).isPositive();
		}
	}),

	EXECUTE_LARGE_UPDATE("DELETE users", "DELETE FROM users WHERE name = ?", (connection) -> {
		try (Statement statement = connection.createStatement()) {
			assertThat(statement.executeLargeUpdate("DELETE FROM users WHERE name = 'hunter3'")).isZero();
		}
	}),

	GENERATED_KEYS("INSERT users", "INSERT INTO users (name) VALUES (?)", (connection) -> {
		try (Statement statement = connection.createStatement()) {
			statement.executeUpdate("INSERT INTO users (name) VALUES ('hunter2')", Statement.RETURN_GENERATED_KEYS);
			try (ResultSet keys = statement.getGeneratedKeys()) {
				assertThat(keys.next()).isTrue();
			}
		}
	}),

	GENERATED_COLUMNS("INSERT users", "INSERT INTO users (name) VALUES (?)", (connection) -> {
		try (Statement statement = connection.createStatement()) {
			statement.execute("INSERT INTO users (name) VALUES ('hunter2')", new String[] { "id" });
		}
	}),

	BATCH_OF_EQUALS("BATCH INSERT users", "INSERT INTO users (name) VALUES (?)", 2L, (connection) -> {
		try (Statement statement = connection.createStatement()) {
			statement.addBatch("DELETE FROM users");
			statement.clearBatch();
			statement.addBatch("INSERT INTO users (name) VALUES ('hunter2')");
			statement.addBatch("INSERT INTO users (name) VALUES ('hunter3')");
			assertThat(statement.executeBatch()).containsExactly(1, 1);
		}
	}),

	BATCH_OF_DIFFERENT("BATCH", "INSERT INTO users (name) VALUES (?); UPDATE users SET name = ?", 2L, (connection) -> {
		try (Statement statement = connection.createStatement()) {
			statement.addBatch("INSERT INTO users (name) VALUES ('hunter2')");
			statement.addBatch("UPDATE users SET name = 'hunter3'");
			assertThat(statement.executeLargeBatch()).hasSize(2);
		}
	}),

	BATCH_OF_ONE("DELETE users", "DELETE FROM users WHERE name = ?", (connection) -> {
		try (Statement statement = connection.createStatement()) {
			statement.addBatch("DELETE FROM users WHERE name = 'hunter4'");
			assertThat(statement.executeBatch()).containsExactly(0);
		}
	}),

	PREPARED_EXECUTE("SELECT users", "SELECT name FROM users WHERE id = ? AND name <> ?", (connection) -> {
		try (PreparedStatement statement = connection
			.prepareStatement("SELECT name FROM users WHERE id = ? AND name <> 'hunter2'")) {
			statement.setInt(1, 1);
			assertThat(statement.execute()).isTrue();
		}
	}),

	PREPARED_QUERY("SELECT users", "SELECT name FROM users WHERE id IN (?)", (connection) -> {
		try (PreparedStatement statement = connection.prepareStatement("SELECT name FROM users WHERE id IN (?, ?)",
				ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
			statement.setInt(1, 1);
			statement.setInt(2, 2);
			statement.executeQuery().close();
		}
	}),

	PREPARED_UPDATE("UPDATE users", "UPDATE users SET name = ?", (connection) -> {
		try (PreparedStatement statement = connection.prepareStatement("UPDATE users SET name = ?")) {
			statement.setString(1, "hunter2");
			assertThat(statement.executeUpdate()).isPositive();
		}
	}),

	PREPARED_LARGE_UPDATE("UPDATE users", "UPDATE users SET name = ?", (connection) -> {
		try (PreparedStatement statement = connection.prepareStatement("UPDATE users SET name = ?")) {
			statement.setString(1, "hunter2");
			assertThat(statement.executeLargeUpdate()).isPositive();
		}
	}),

	PREPARED_GENERATED_KEYS("INSERT users", "INSERT INTO users (name) VALUES (?)", (connection) -> {
		try (PreparedStatement statement = connection.prepareStatement("INSERT INTO users (name) VALUES (?)",
				Statement.RETURN_GENERATED_KEYS)) {
			statement.setString(1, "hunter2");
			statement.executeUpdate();
			try (ResultSet keys = statement.getGeneratedKeys()) {
				assertThat(keys.next()).isTrue();
			}
		}
	}),

	PREPARED_BATCH("BATCH INSERT users", "INSERT INTO users (name) VALUES (?)", 3L, (connection) -> {
		try (PreparedStatement statement = connection.prepareStatement("INSERT INTO users (name) VALUES (?)")) {
			for (String name : new String[] { "hunter2", "hunter3", "hunter4" }) {
				statement.setString(1, name);
				statement.addBatch();
			}
			assertThat(statement.executeBatch()).hasSize(3);
		}
	}),

	CALL("call upper", null, (connection) -> {
		try (CallableStatement statement = connection.prepareCall("{? = call upper(?)}")) {
			statement.registerOutParameter(1, Types.VARCHAR);
			statement.setString(2, "hunter2");
			statement.execute();
			assertThat(statement.getString(1)).isEqualTo("HUNTER2");
		}
	});

	private final String summary;

	private final String text;

	private final Long batchSize;

	private final Action action;

	StatementKind(String summary, String text, Action action) {
		this(summary, text, null, action);
	}

	StatementKind(String summary, String text, Long batchSize, Action action) {
		this.summary = summary;
		this.text = text;
		this.batchSize = batchSize;
		this.action = action;
	}

	String summary() {
		return this.summary;
	}

	String text() {
		return this.text;
	}

	Long batchSize() {
		return this.batchSize;
	}

	String procedure() {
		return (this == CALL) ? "upper" : null;
	}

	void run(Connection connection) throws SQLException {
		this.action.run(connection);
	}

	/** Runs one statement. */
	interface Action {

		void run(Connection connection) throws SQLException;

	}

}
