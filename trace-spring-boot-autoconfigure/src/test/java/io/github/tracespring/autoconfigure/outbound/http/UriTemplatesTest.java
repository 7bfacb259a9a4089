// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.http;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class UriTemplatesTest {

	@ParameterizedTest
	@CsvSource(delimiter = ' ', nullValues = "null",
			value = { "/users/{id} /users/{id}", "http://localhost:{port}/users/{id} /users/{id}",
					"https://{user}:{password}@host/users/{id}?token={token} /users/{id}",
					"/users/{id}?sort={sort}#top /users/{id}", "/search?q={q} /search", "{base}/users/{id} /users/{id}",
					"users/{id} /users/{id}", "/files/{name:[a-z?/]+}/raw /files/{name:[a-z?/]+}/raw",
					"http://localhost/users/42 null", "/users/42 null", "null null", "{url} null", "http://{host} null",
					"http://{host}?q={q} null", "?q={q} null", "/broken/{id /broken/{id", "/broken/}{ /broken/}{" })
	void pathOfATemplateWithVariablesIsTheName(String template, String path) {
		assertThat(UriTemplates.path(template)).isEqualTo(path);
	}

}
