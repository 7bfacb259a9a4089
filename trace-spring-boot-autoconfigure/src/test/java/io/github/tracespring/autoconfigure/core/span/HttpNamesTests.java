// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.span;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Names stay few whatever a request holds.
 */
class HttpNamesTests {

	@ParameterizedTest
	@ValueSource(strings = { "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH" })
	void knownMethodsAreKept(String method) {
		assertThat(HttpNames.method(method)).isEqualTo(method);
		assertThat(HttpNames.span(method, "/users/{id}")).isEqualTo(method + " /users/{id}");
		assertThat(HttpNames.span(method, null)).isEqualTo(method);
		assertThat(HttpNames.span(method, "")).isEqualTo(method);
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", "get", "PROPFIND", "G ET", "X-1" })
	void otherMethodsAreOne(String method) {
		assertThat(HttpNames.method(method)).isEqualTo("_OTHER");
		assertThat(HttpNames.span(HttpNames.method(method), "/a")).isEqualTo("HTTP /a");
		assertThat(HttpNames.span(HttpNames.method(method), null)).isEqualTo("HTTP");
	}

	@Test
	void nameOfARouteIsMadeOnce() {
		assertThat(HttpNames.span("GET", "/made-once")).isSameAs(HttpNames.span("GET", "/made-once"));
	}

	@Test
	void tooManyRoutesAreNamedButNotKept() {
		for (int i = 0; i < 2000; i++) {
			HttpNames.span("TRACE", "/bounded/" + i);
		}
		assertThat(HttpNames.span("TRACE", "/bounded/1999")).isEqualTo("TRACE /bounded/1999")
			.isNotSameAs(HttpNames.span("TRACE", "/bounded/1999"));
	}

}
