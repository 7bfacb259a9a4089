// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

import javax.sql.DataSource;

import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * H2, through DataSources that lead to others.
 */
class H2DelegatingTest {

	/** One target is a bean, the other is not. */
	@Nested
	class Routing extends H2ContractTest {

		@Override
		Class<?> application() {
			return Application.class;
		}

		@Test
		void targetThatIsNoBeanIsTracedToo() throws SQLException {
			Application.target = "own";
			try (Connection connection = dataSource().getConnection()) {
				StatementKind.CALL.run(connection);
			}
			finally {
				Application.target = "bean";
			}
			assertThat(this.exporter.getFinishedSpanItems()).hasSize(1);
		}

		@Configuration(proxyBeanMethods = false)
		static class Application {

			static volatile String target = "bean";

			@Bean
			DataSource bean(@Value("${spring.datasource.url}") String url) {
				return H2ContractTest.plain(url);
			}

			@Bean
			@Primary
			AbstractRoutingDataSource routing(@Value("${spring.datasource.url}") String url,
					@Qualifier("bean") DataSource bean) {
				AbstractRoutingDataSource routing = new AbstractRoutingDataSource() {

					@Override
					protected Object determineCurrentLookupKey() {
						return target;
					}

				};
				routing.setTargetDataSources(Map.of("bean", bean, "own", H2ContractTest.plain(url)));
				return routing;
			}

		}

	}

	/**
	 * Both delegating DataSources are beans, and what they delegate to is one as well.
	 */
	@Nested
	class Delegating extends H2ContractTest {

		@Override
		Class<?> application() {
			return Application.class;
		}

		@Configuration(proxyBeanMethods = false)
		static class Application {

			@Bean
			DataSource pool(@Value("${spring.datasource.url}") String url) {
				return JdbcConnectionPool.create(url, "", "");
			}

			@Bean
			LazyConnectionDataSourceProxy lazy(@Qualifier("pool") DataSource pool) {
				return new LazyConnectionDataSourceProxy(pool);
			}

			@Bean
			@Primary
			TransactionAwareDataSourceProxy transactionAware(LazyConnectionDataSourceProxy lazy) {
				return new TransactionAwareDataSourceProxy(lazy);
			}

		}

	}

	/** What the bean delegates to is no bean, and another bean delegates to it. */
	@Nested
	class DelegatingToWhatIsNoBean extends H2ContractTest {

		@Override
		Class<?> application() {
			return Application.class;
		}

		@Configuration(proxyBeanMethods = false)
		static class Application {

			@Bean
			LazyConnectionDataSourceProxy lazy(@Value("${spring.datasource.url}") String url) {
				return new LazyConnectionDataSourceProxy(H2ContractTest.plain(url));
			}

			@Bean
			@Primary
			AbstractRoutingDataSource routing(LazyConnectionDataSourceProxy lazy) {
				AbstractRoutingDataSource routing = new AbstractRoutingDataSource() {

					@Override
					protected Object determineCurrentLookupKey() {
						return null;
					}

				};
				routing.setTargetDataSources(Map.of());
				routing.setDefaultTargetDataSource(new TransactionAwareDataSourceProxy(lazy));
				return routing;
			}

		}

	}

}
