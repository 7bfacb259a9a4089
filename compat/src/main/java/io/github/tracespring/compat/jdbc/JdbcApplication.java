// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.compat.jdbc;

import java.util.List;

import io.github.tracespring.compat.Said;
import io.opentelemetry.instrumentation.annotations.WithSpan;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Boot's own pool on H2: statements, parameters, a batch, a failure, in a transaction.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class JdbcApplication {

	private static final Logger logger = LoggerFactory.getLogger(JdbcApplication.class);

	public static void main(String[] args) {
		ConfigurableApplicationContext context = SpringApplication.run(JdbcApplication.class, args);
		Said.say("count " + context.getBean(Books.class).fill());
		System.exit(SpringApplication.exit(context));
	}

	/**
	 * What is stored.
	 */
	@Service
	public static class Books {

		private final JdbcTemplate jdbc;

		Books(JdbcTemplate jdbc) {
			this.jdbc = jdbc;
		}

		/**
		 * Stores some.
		 * @return how many
		 */
		@WithSpan
		@Transactional
		public Integer fill() {
			this.jdbc.execute("create table books (id int primary key, title varchar(20))");
			this.jdbc.update("insert into books values (?, ?)", 1, "one");
			this.jdbc.batchUpdate("insert into books values (?, ?)",
					List.of(new Object[] { 2, "two" }, new Object[] { 3, "three" }));
			try {
				this.jdbc.update("insert into books values (1, 'again')");
			}
			catch (DuplicateKeyException ex) {
				logger.info("once more");
			}
			return this.jdbc.queryForObject("select count(*) from books where id > 0", Integer.class);
		}

	}

}
