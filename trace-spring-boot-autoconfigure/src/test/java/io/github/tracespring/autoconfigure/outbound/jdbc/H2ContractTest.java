// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.UUID;

import javax.sql.DataSource;

import io.opentelemetry.api.common.AttributeKey;
import org.h2.jdbc.JdbcConnection;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeAll;

/**
 * What every DataSource does, on H2.
 */
public abstract class H2ContractTest extends JdbcContractTest {

	private final String name = "db" + UUID.randomUUID();

	@Override
	String[] properties() {
		return new String[] { "spring.datasource.url=jdbc:h2:mem:" + this.name + ";DB_CLOSE_DELAY=-1",
				"spring.datasource.hikari.maximum-pool-size=2", "name=" + this.name };
	}

	@Override
	Map<AttributeKey<?>, Object> database() {
		return Map.of(AttributeKey.stringKey("db.system.name"), "h2database", AttributeKey.stringKey("db.namespace"),
				this.name);
	}

	@Override
	String noSuchTable() {
		return "42S02";
	}

	@Override
	Class<? extends Connection> driverConnection() {
		return JdbcConnection.class;
	}

	@BeforeAll
	void createFunction() throws SQLException {
		execute("CREATE ALIAS IF NOT EXISTS seen FOR '" + H2ContractTest.class.getName() + ".sees'");
	}

	@Override
	void runWatched(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute("CALL seen()");
		}
	}

	/**
	 * Called by H2, on the thread that runs the statement.
	 * @return anything
	 */
	public static int sees() {
		seen();
		return 1;
	}

	static DataSource plain(String url) {
		JdbcDataSource dataSource = new JdbcDataSource();
		dataSource.setURL(url);
		return dataSource;
	}

}
