// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.span;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.tracespring.fuzz.Seeds;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Queries and URLs with secrets.
 */
class QueryFuzzTests {

	private static final String SECRET = "Zq7Secret";

	private static final QueryRedactor REDACTOR = new QueryRedactor(null);

	static Stream<byte[]> seeds() {
		return Seeds.of("a=1&b=2", "token=x;y=z&c", "%70assword=1", "pass%77ord", "a;code=1", "=&=", "%", "a=%zz&;=;",
				"https://user:pw@host/p?sig=1#f", "mailto:a?token=1", "//[::1]/?x", "pwd=1&pwd=2".repeat(50));
	}

	@MethodSource("seeds")
	@FuzzTest
	void neverTellASecret(byte[] input) throws URISyntaxException {
		String text = new String(input, StandardCharsets.ISO_8859_1);
		String query = REDACTOR.query(text + "&access_token=" + SECRET);
		assertThat(query).doesNotContain(SECRET);
		assertThat(REDACTOR.query(query)).isEqualTo(query);
		URI uri;
		try {
			uri = new URI("https://user:" + SECRET + "@host/" + text);
		}
		catch (URISyntaxException ex) {
			return;
		}
		assertThat(REDACTOR.url(uri)).doesNotContain("user:" + SECRET);
	}

}
