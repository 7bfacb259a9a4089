// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import io.opentelemetry.api.common.AttributeKey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.jdbc.PgConnection;

import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A real PostgreSQL behind Boot's connection pool.
 */
class PostgresTest extends JdbcContractTest {

	/** What the driver logs to while it talks to the server. */
	private static final Logger DRIVER = Logger.getLogger("org.postgresql.core.v3.QueryExecutorImpl");

	private static PostgresServer server;

	@AfterAll
	static void stopServer() {
		if (server != null) {
			server.close();
		}
	}

	@Override
	Class<?> application() {
		return Application.class;
	}

	@Override
	String[] properties() {
		Assumptions.assumeTrue(PostgresServer.isInstalled(),
				"There is no PostgreSQL in /usr/lib/postgresql (Debian's package postgresql)");
		server = PostgresServer.start();
		return new String[] { "spring.datasource.url=" + server.url() + "&currentSchema=public",
				"spring.datasource.hikari.maximum-pool-size=2" };
	}

	@Override
	Map<AttributeKey<?>, Object> database() {
		return Map.of(AttributeKey.stringKey("db.system.name"), "postgresql", AttributeKey.stringKey("db.namespace"),
				"postgres|public", AttributeKey.stringKey("server.address"), "127.0.0.1",
				AttributeKey.longKey("server.port"), (long) server.port());
	}

	@Override
	String noSuchTable() {
		return "42P01";
	}

	@Override
	Class<? extends Connection> driverConnection() {
		return PgConnection.class;
	}

	@Override
	void runWatched(Connection connection) throws SQLException {
		Handler handler = new Handler() {

			@Override
			public void publish(LogRecord entry) {
				seen();
			}

			@Override
			public void flush() {
			}

			@Override
			public void close() {
			}

		};
		DRIVER.setLevel(Level.FINEST);
		DRIVER.addHandler(handler);
		try (Statement statement = connection.createStatement()) {
			statement.execute("SELECT 1");
			DRIVER.removeHandler(handler);
		}
		finally {
			DRIVER.removeHandler(handler);
			DRIVER.setLevel(null);
		}
	}

	@Test
	void connectionUnwrapsToTheDriversInterface() throws SQLException {
		try (Connection connection = dataSource().getConnection()) {
			assertThat(connection.unwrap(PGConnection.class).getBackendPID()).isPositive();
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

	}

}
