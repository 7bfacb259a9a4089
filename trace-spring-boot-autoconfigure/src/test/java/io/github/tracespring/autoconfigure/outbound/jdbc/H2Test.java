// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabase;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * H2, through each kind of DataSource.
 */
class H2Test {

	@Nested
	class Pool extends H2ContractTest {

		@Override
		Class<?> application() {
			return Application.class;
		}

		@Test
		void poolIsStillAPool() {
			assertThat(dataSource()).isInstanceOf(HikariDataSource.class);
			assertThat(this.context.getBean(HikariDataSource.class).getHikariPoolMXBean()).isNotNull();
		}

		@Configuration(proxyBeanMethods = false)
		static class Application {

		}

	}

	/** The pool becomes lazy after it is traced. */
	@Nested
	class LazilyConnectingPool extends H2ContractTest {

		@Override
		Class<?> application() {
			return Pool.Application.class;
		}

		@Override
		String[] properties() {
			String[] properties = super.properties();
			properties[1] = "spring.datasource.connection-fetch=lazy";
			return properties;
		}

		@Test
		void connectionIsStillLazy() throws SQLException {
			assertThat(dataSource()).isExactlyInstanceOf(LazyConnectionDataSourceProxy.class);
			HikariDataSource pool = dataSource().unwrap(HikariDataSource.class);
			try (Connection connection = dataSource().getConnection()) {
				assertThat(connection).isNotNull();
				assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
			}
		}

	}

	/** A class that can not be extended. */
	@Nested
	class DriversOwn extends H2ContractTest {

		@Override
		Class<?> application() {
			return Application.class;
		}

		@Test
		void connectionForAUserIsTraced() throws SQLException {
			try (Connection connection = dataSource().getConnection("", "")) {
				StatementKind.EXECUTE.run(connection);
			}
			assertThat(this.exporter.getFinishedSpanItems()).hasSize(1);
		}

		@Configuration(proxyBeanMethods = false)
		static class Application {

			@Bean
			DataSource dataSource(@Value("${spring.datasource.url}") String url) {
				return H2ContractTest.plain(url);
			}

		}

	}

	@Nested
	class DeclaredByClass extends H2ContractTest {

		@Override
		Class<?> application() {
			return Application.class;
		}

		@Override
		DataSource dataSource() {
			return this.context.getBean(DriverManagerDataSource.class);
		}

		@Configuration(proxyBeanMethods = false)
		static class Application {

			@Bean
			@Lazy
			DriverManagerDataSource dataSource(@Value("${spring.datasource.url}") String url) {
				return new DriverManagerDataSource(url);
			}

		}

	}

	@Nested
	class Embedded extends H2ContractTest {

		@Override
		Class<?> application() {
			return Application.class;
		}

		@Override
		DataSource dataSource() {
			return this.context.getBean(EmbeddedDatabase.class);
		}

		@Configuration(proxyBeanMethods = false)
		static class Application {

			@Bean(destroyMethod = "shutdown")
			EmbeddedDatabase dataSource(@Value("${name}") String name) {
				return new EmbeddedDatabaseBuilder().setType(EmbeddedDatabaseType.H2).setName(name).build();
			}

		}

	}

	@Nested
	class Scoped extends H2ContractTest {

		@Override
		Class<?> application() {
			return Application.class;
		}

		@Configuration(proxyBeanMethods = false)
		static class Application {

			@Bean
			@Scope(scopeName = "singleton", proxyMode = ScopedProxyMode.TARGET_CLASS)
			DriverManagerDataSource dataSource(@Value("${spring.datasource.url}") String url) {
				return new DriverManagerDataSource(url);
			}

		}

	}

	@Nested
	class InstrumentedByHandTwice extends H2ContractTest {

		private DataSource dataSource;

		@Override
		Class<?> application() {
			return Application.class;
		}

		@Override
		DataSource dataSource() {
			if (this.dataSource == null) {
				DataSourceTracing tracing = this.context.getBean(DataSourceTracing.class);
				DataSource once = tracing
					.instrument(plain(this.context.getEnvironment().getProperty("spring.datasource.url")));
				this.dataSource = tracing.instrument(once);
				assertThat(this.dataSource).isSameAs(once);
			}
			return this.dataSource;
		}

		@Configuration(proxyBeanMethods = false)
		static class Application {

		}

	}

}
