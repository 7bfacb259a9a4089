// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.span;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assertions.assertTimeout;

/**
 * What a span may say of a statement.
 */
class DbQueriesTests {

	private static final String SECRET = "hunter";

	/** Digits that no name here has. */
	private static final String NUMBER = "8675309";

	private final DbQueries queries = new DbQueries();

	private String text(String sql, DbSystem system) {
		return this.queries.of(sql, system).text();
	}

	private String summary(String sql) {
		return this.queries.of(sql, DbSystem.POSTGRESQL).summary();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~', value = {
			"SELECT * FROM users WHERE name = 'ada'|SELECT * FROM users WHERE name = ?",
			"SELECT 'it''s', ''|SELECT ?, ?", "SELECT N'a', X'0F', B'01', E'a'|SELECT ?, ?, ?, ?",
			"SELECT E'it\\'s ', name FROM t|SELECT ?, name FROM t", "SELECT $$it's$$, $a$ $b$ $a$|SELECT ?, ?",
			"SELECT 1, -2, +3.5, .5, 1e-5, 0xFF, 1_000|SELECT ?, ?, ?, ?, ?, ?, ?",
			"SELECT t1.a2 - 3 FROM t1|SELECT t1.a2 - ? FROM t1", "SELECT a-1, a -1|SELECT a-?, a -?",
			"SELECT * FROM t WHERE a = TRUE AND t.true = b|SELECT * FROM t WHERE a = ? AND t.true = b",
			"SELECT DATE '2020-01-01', INTERVAL '1' DAY|SELECT DATE ?, INTERVAL ? DAY",
			"SELECT a -- it's\\n FROM t|SELECT a  \\n FROM t", "SELECT /* 'x' */ a|SELECT   a",
			"SELECT \"1 'a'\" FROM t|SELECT \"1 'a'\" FROM t",
			"SELECT * FROM t WHERE a = ? AND b = $1 AND c = :name|SELECT * FROM t WHERE a = ? AND b = $1 AND c = :name",
			"SELECT a::int, b[1:2]|SELECT a::int, b[?:?]",
			"SELECT * FROM t WHERE a IN (1, 2, 3)|SELECT * FROM t WHERE a IN (?)",
			"SELECT * FROM t WHERE a in (?,?,?) AND b = ?|SELECT * FROM t WHERE a in (?) AND b = ?",
			"SELECT * FROM t WHERE a IN (1, 2, b)|SELECT * FROM t WHERE a IN (?, b)",
			"INSERT INTO t VALUES (1, 'a'), (2, 'b')|INSERT INTO t VALUES (?, ?), (?, ?)",
			"SELECT a FROM t WHERE b = 'never ends|SELECT a FROM t WHERE b = ?",
			"SELECT a FROM t WHERE b = \"never ends 'x'|SELECT a FROM t WHERE b = ?",
			"SELECT a /* never ends 'x'|SELECT a ?", "SELECT a /* b /* c */ d */ FROM t|SELECT a ?",
			"SELECT 'C:\\', 'x'|SELECT ?" })
	void literalsBecomePlaceholders(String sql, String expected) {
		assertThat(text(sql.replace("\\n", "\n"), DbSystem.POSTGRESQL)).isEqualTo(expected.replace("\\n", "\n"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~', value = { "MYSQL|SELECT \"it's\" FROM `a b`|SELECT ? FROM `a b`",
			"MYSQL|SELECT a#it's\\n, b|SELECT a \\n, b", "MYSQL|SELECT 5--3|SELECT ?-?",
			"MYSQL|SELECT 'it\\'s', 'x'|SELECT ?", "MYSQL|INSERT /*! 'a */ b' */ INTO t|INSERT ?",
			"SQLITE|SELECT \"it's\", [a 'b'] FROM t|SELECT ?, [a 'b'] FROM t",
			"H2|SELECT 'C:\\', \"A\" FROM t WHERE b = $$it's$$|SELECT ?, \"A\" FROM t WHERE b = ?",
			"ORACLE|SELECT q'[it's]', nq'!it's!', v$x FROM t#1 WHERE a = :1|SELECT ?, ?, v$x FROM t#1 WHERE a = :1",
			"ORACLE|CREATE USER ada IDENTIFIED BY tiger ACCOUNT LOCK|CREATE USER ada IDENTIFIED BY ?",
			"SQL_SERVER|SELECT [it's], $12.5, N'x' FROM #tmp WHERE a = @p1|SELECT [it's], ?, ? FROM #tmp WHERE a = @p1",
			"SQL_SERVER|SELECT @@ROWCOUNT|SELECT @@ROWCOUNT", "POSTGRESQL|SELECT a#5, b->>'x'|SELECT a#?, b->>?",
			"OTHER|SELECT \"it's\", $12|SELECT ?, ?", "OTHER|SELECT '''it's''', a|SELECT ?" })
	void literalsAreWhatTheDatabaseTakesForThem(DbSystem system, String sql, String expected) {
		assertThat(text(sql.replace("\\n", "\n"), system)).isEqualTo(expected.replace("\\n", "\n"));
	}

	/** A statement of random parts, which are as hostile as each database allows. */
	@ParameterizedTest
	@EnumSource(DbSystem.class)
	void noLiteralComesThrough(DbSystem system) {
		long seed = new Random().nextLong();
		Random random = new Random(seed);
		for (int i = 0; i < 1500; i++) {
			String sql = statement(random, system);
			DbQuery query = new SqlScanner(sql, system).scan();
			if (query.toString().contains(SECRET) || query.toString().contains(NUMBER)) {
				fail("Seed %d: %s leaves %s", seed, sql, query);
			}
		}
	}

	private static String statement(Random random, DbSystem system) {
		List<String> code = List.of("SELECT", "a.b2", "FROM", "users", "WHERE", "x", "=", "(", ")", ",", "IN (", "?",
				"||", "-", "+", "/", ":name", "AND", ";", "INSERT INTO", "VALUES", "CASE", "->>", "*", "%", "<", ".");
		List<Function<Random, String>> literals = literals(system);
		StringBuilder sql = new StringBuilder("SELECT ");
		for (int i = random.nextInt(25); i >= 0; i--) {
			boolean literal = random.nextInt(3) == 0;
			sql.append(literal ? literals.get(random.nextInt(literals.size())).apply(random)
					: code.get(random.nextInt(code.size())));
			// Without a space, a prefix or a comment could come about
			sql.append((literal && random.nextBoolean()) ? "" : " \n".charAt(random.nextInt(2)));
			sql.append((literal && random.nextInt(4) == 0) ? "," : "");
		}
		return (random.nextInt(6) == 0) ? sql + "'" + SECRET : sql.toString();
	}

	private static List<Function<Random, String>> literals(DbSystem system) {
		Function<Random, String> number = (
				random) -> List.of(NUMBER, "-" + NUMBER, NUMBER + ".5e-7", "0x" + NUMBER, "1." + NUMBER)
					.get(random.nextInt(5)) + " ";
		Function<Random, String> string = (random) -> " '" + content(random).replace("'", "''") + "' ";
		Function<Random, String> national = (random) -> " N'" + content(random).replace("'", "''") + "' ";
		Function<Random, String> block = (random) -> "/* " + content(random).replace("/", "") + "*/";
		Function<Random, String> line = (random) -> "-- " + content(random).replace("\r", "") + "\n";
		Function<Random, String> specific = switch (system) {
			case POSTGRESQL,
					REDSHIFT ->
				(random) -> random.nextBoolean()
						? " E'" + content(random).replace("\\", "\\\\").replace("'", "\\'") + "' "
						: " $t$" + content(random).replace("$t$", "") + "$t$ ";
			case H2 -> (random) -> " $$" + content(random).replace("$", "") + "$$ ";
			case ORACLE -> (random) -> " q'[" + content(random).replace("]", "") + "]' ";
			case MYSQL,
					MARIADB ->
				(random) -> random.nextBoolean()
						? " \"" + content(random).replace("\\", "\\\\").replace("\"", "\\\"") + "\" "
						: "# " + content(random) + "\n";
			case SQL_SERVER -> (random) -> " $" + NUMBER + " ";
			case SQLITE, INFORMIX, OTHER -> (random) -> " \"" + content(random).replace("\"", "\"\"") + "\" ";
			default -> string;
		};
		return List.of(number, string, national, block, line, specific);
	}

	private static String content(Random random) {
		List<String> pieces = List.of("'", "\"", "\\", "`", "--", "/*", "*/", "$$", "$t$", "[", "]", "(", ")", "?", ";",
				" ", "#", "E'", "q'[", "]'", "SELECT", "\\'", "''", "@", ":", "é", "");
		StringBuilder content = new StringBuilder();
		for (int i = random.nextInt(5); i >= 0; i--) {
			content.append(pieces.get(random.nextInt(pieces.size())));
			content.append((random.nextInt(3) == 0) ? SECRET : "");
		}
		return content.append(SECRET).toString();
	}

	@ParameterizedTest
	@EnumSource(DbSystem.class)
	void nothingMakesItThrow(DbSystem system) {
		Random random = new Random();
		String alphabet = "aE_'\"`[]()$?:@#%-+/*\\;,.=0123 \n\r\u00e9\ud83d\0qQxX{}";
		for (int i = 0; i < 1500; i++) {
			StringBuilder sql = new StringBuilder();
			for (int j = random.nextInt(40); j >= 0; j--) {
				sql.append(alphabet.charAt(random.nextInt(alphabet.length())));
			}
			new SqlScanner(sql.toString(), system).scan();
		}
		assertThat(this.queries.of(null, system).text()).isNull();
		assertThat(this.queries.of("", system)).isEqualTo(new DbQuery("", null, null));
	}

	@Test
	void textIsBoundedAndReadInLinearTime() {
		String columns = "a_column, ".repeat(1_000_000);
		String list = "SELECT * FROM t WHERE a IN (" + "12345, ".repeat(1_000_000) + "1)";
		String comments = "/* a */ -- b\n".repeat(1_000_000);
		assertTimeout(Duration.ofSeconds(5), () -> {
			assertThat(text("SELECT " + columns, DbSystem.H2)).hasSizeLessThanOrEqualTo(DbQuery.MAX_TEXT);
			assertThat(text(list, DbSystem.H2)).startsWith("SELECT * FROM t WHERE a IN (?").hasSizeLessThan(64);
			assertThat(text(comments + "SELECT 1", DbSystem.H2)).hasSizeLessThanOrEqualTo(DbQuery.MAX_TEXT);
			assertThat(text("SELECT '" + "x".repeat(1_000_000), DbSystem.H2)).isEqualTo("SELECT ?");
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~', value = {
			"SELECT * FROM wuser_table WHERE username = ?|SELECT wuser_table",
			"INSERT INTO shipping_details (order_id, address) SELECT order_id, address FROM orders WHERE order_id = ?"
					+ "|INSERT shipping_details SELECT orders",
			"SELECT * FROM songs, artists WHERE songs.artist_id == artists.id|SELECT songs artists",
			"SELECT order_date FROM (SELECT * FROM orders o JOIN customers c ON o.customer_id = c.customer_id)"
					+ "|SELECT SELECT orders customers",
			"SELECT * FROM \"song list\", \"artists\"|SELECT \"song list\" \"artists\"",
			"{call some_stored_procedure}|call some_stored_procedure", "CALL audit.log(?, 'x')|CALL audit.log",
			"{? = call total(?)}|call total",
			"select u.id from public.users u left join \"O\".o on 1=1|select public.users \"O\".o",
			"UPDATE users SET name = ? WHERE id = ?|UPDATE users", "DELETE FROM users WHERE id = 1|DELETE users",
			"UPDATE a SET x = b.y FROM b|UPDATE a b",
			"MERGE INTO t USING s ON t.a = s.a WHEN MATCHED THEN UPDATE SET b = 1|MERGE t s",
			"INSERT INTO t VALUES (?) ON CONFLICT DO UPDATE SET a = 1|INSERT t",
			"WITH x AS (SELECT a FROM b) SELECT * FROM x|SELECT b SELECT x",
			"WITH gone AS (DELETE FROM a RETURNING id) INSERT INTO b SELECT * FROM gone|DELETE a INSERT b SELECT gone",
			"SELECT EXTRACT(YEAR FROM birthday) FROM users|SELECT users",
			"SELECT a FROM t WHERE b IS DISTINCT FROM c FOR UPDATE|SELECT t",
			"SELECT a FROM t UNION ALL SELECT a FROM u ORDER BY a, b|SELECT t SELECT u",
			"SELECT a FROM (b JOIN c USING (id)), d|SELECT b c d",
			"CREATE TABLE IF NOT EXISTS t (a int, b int)|CREATE TABLE t",
			"CREATE OR REPLACE VIEW v AS SELECT * FROM t|CREATE VIEW v SELECT t",
			"DROP TABLE IF EXISTS a, b|DROP TABLE a b", "CREATE UNIQUE INDEX i ON t (a)|CREATE INDEX i",
			"ALTER TABLE t ADD a int, ADD b int|ALTER TABLE t", "TRUNCATE TABLE t|TRUNCATE t",
			"GRANT SELECT, DELETE ON t TO u|GRANT", "SET search_path TO x|SET",
			"EXPLAIN ANALYZE DELETE FROM t|EXPLAIN DELETE t", "SELECT 1; DELETE FROM t|SELECT DELETE t",
			"SHOW TABLES|SHOW", "SELECT * FROM generate_series(1, 10)|SELECT generate_series",
			"SELECT u.from, u.select FROM u|SELECT u", "SELECT 1|SELECT", "/* x */ SELECT a FROM t|SELECT t" })
	void summaryHasOperationsAndTargets(String sql, String expected) {
		assertThat(summary(sql)).isEqualTo(expected);
	}

	@Test
	void summaryIsCutBetweenNames() {
		String sql = "SELECT * FROM " + "a_table_with_a_name, ".repeat(40) + "t";
		assertThat(summary(sql)).hasSizeLessThanOrEqualTo(255).hasSizeGreaterThan(230).endsWith(" a_table_with_a_name");
	}

	@Test
	void procedureOfACallIsKnown() {
		assertThat(this.queries.of("{call audit.log(?)}", DbSystem.H2))
			.isEqualTo(new DbQuery(null, "call audit.log", "audit.log"));
		assertThat(this.queries.of("CALL log('x')", DbSystem.H2))
			.isEqualTo(new DbQuery("CALL log(?)", "CALL log", "log"));
		assertThat(this.queries.of("SELECT log('x')", DbSystem.H2).procedure()).isNull();
	}

	@Test
	void repeatedStatementIsReadOnce() {
		DbQuery once = this.queries.of("SELECT 1", DbSystem.H2);
		assertThat(this.queries.of("SELECT 1", DbSystem.H2)).isSameAs(once);
		assertThat(this.queries.of("SELECT 1", DbSystem.MYSQL)).isNotSameAs(once);
		for (int i = 0; i < 5000; i++) {
			this.queries.of("SELECT " + i, DbSystem.H2);
			if (i % 100 == 0) {
				assertThat(this.queries.of("SELECT 1", DbSystem.H2)).isSameAs(once);
			}
		}
	}

}
