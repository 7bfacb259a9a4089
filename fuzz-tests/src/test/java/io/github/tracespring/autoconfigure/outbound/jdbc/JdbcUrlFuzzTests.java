// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.jdbc;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.tracespring.fuzz.Seeds;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * JDBC URLs.
 */
class JdbcUrlFuzzTests {

	private static final String SECRET = "Zq7Secret";

	static Stream<byte[]> seeds() {
		return Seeds.of("jdbc:postgresql://host:5432/db?currentSchema=s", "jdbc:oracle:thin:@//host:1521/service",
				"jdbc:oracle:thin:@host:1521:sid", "jdbc:sqlserver://host\\instance:1433;databaseName=db",
				"jdbc:h2:mem:test;DB_CLOSE_DELAY=-1", "jdbc:h2:file:/a/b", "jdbc:mysql://a:1,b:2/db", "jdbc:", "//",
				"jdbc:aws-wrapper:postgresql://[::1]:5432/db", "jdbc:oracle:thin:@tcps://", "jdbc:oracle:thin:@(",
				"jdbc:sqlite:C:\\a\\b.db", "jdbc:mariadb://address=(host=a)/db", "jdbc:oracle:thin:@:");
	}

	@MethodSource("seeds")
	@FuzzTest
	void areReadWithoutCredentials(byte[] input) {
		String text = new String(input, StandardCharsets.ISO_8859_1);
		JdbcUrl.parse(text);
		for (String start : new String[] { "jdbc:postgresql://user:" + SECRET + "@",
				"jdbc:oracle:thin:u/" + SECRET + "@", "jdbc:mysql://u:" + SECRET + "@" }) {
			assertThat(String.valueOf(JdbcUrl.parse(start + text))).doesNotContain(SECRET);
		}
	}

}
