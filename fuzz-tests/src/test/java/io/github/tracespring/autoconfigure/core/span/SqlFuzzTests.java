// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.span;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.tracespring.fuzz.Seeds;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * SQL, as each product reads it: the first byte says which.
 */
class SqlFuzzTests {

	private static final String SECRET = "Zq7Secret";

	static Stream<byte[]> seeds() {
		return Seeds.of("\0SELECT a FROM b WHERE c = 'd' AND e IN (1, 2, 3)", "\2INSERT INTO a VALUES (\"b\", 'c\\'d')",
				"\5SELECT $tag$ text $tag$, $1, E'\\n', U&'x'", "\10{call log(?, 'x')}",
				"\11/* a /* b */ c */ SELECT 1", "\12SELECT q'[it's]' FROM dual -- comment",
				"\13UPDATE [a b] SET c = N'd', e = 0xFF, f = 1e-5", "\14'''",
				"\1WITH a AS (SELECT 1) DELETE FROM b USING c", "\3# comment\nSELECT `a` FROM b",
				"\7MERGE INTO a USING b ON (1=1)",
				"\6((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((");
	}

	@MethodSource("seeds")
	@FuzzTest
	void neverTellsALiteral(byte[] input) {
		if (input.length == 0) {
			return;
		}
		DbSystem system = DbSystem.values()[(input[0] & 0xff) % DbSystem.values().length];
		String sql = new String(input, 1, input.length - 1, StandardCharsets.UTF_8);
		check(new SqlScanner(sql, system).scan());
		DbQuery query = new SqlScanner("SELECT a FROM b WHERE c = '" + SECRET + "' AND " + sql, system).scan();
		check(query);
		assertThat(query.text()).doesNotContain(SECRET);
	}

	private static void check(DbQuery query) {
		if (query.text() != null) {
			assertThat(query.text().length()).isLessThanOrEqualTo(DbQuery.MAX_TEXT);
		}
		if (query.summary() != null) {
			assertThat(query.summary().length()).isLessThanOrEqualTo(DbQuery.MAX_SUMMARY);
		}
	}

}
