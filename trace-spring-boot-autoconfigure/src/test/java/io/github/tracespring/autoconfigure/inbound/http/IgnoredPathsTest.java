// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inbound.http;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.tracespring.autoconfigure.config.InvalidTelemetryPropertyException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class IgnoredPathsTest {

	@ParameterizedTest
	@CsvSource(textBlock = """
			/ping,            /ping,                true
			/ping,            /ping/,               false
			ping,             /ping,                true
			/internal/**,     /internal,            true
			/internal/**,     /internal/a/b,        true
			/internal/**,     /internals,           false
			/*/ping,          /a/ping,              true
			/*/ping,          /a/b/ping,            false
			/**/ping,         /a/b/ping,            true
			/**/ping,         /a/b/pong,            false
			/users/{id}/photo,/users/1/photo,       true
			/users/{id}/photo,/users/1/album,       false
			/files/{*rest},   /files/a/b,           true
			/v?/x,            /v1/x,                true
			""")
	void patternDecides(String pattern, String path, boolean ignored) {
		assertThat(IgnoredPaths.of(List.of(pattern)).matches(path, "")).isEqualTo(ignored);
	}

	@Test
	void pathIsRelativeToContextPath() {
		IgnoredPaths paths = IgnoredPaths.of(List.of("/ping"));
		assertThat(paths.matches("/app/ping", "/app")).isTrue();
		assertThat(paths.matches("/ping", "")).isTrue();
		assertThat(paths.matches("/app/ping", "")).isFalse();
	}

	@Test
	void noPatternIgnoresNothing() {
		assertThat(IgnoredPaths.of(List.of()).matches("/", "")).isFalse();
	}

	@Test
	void malformedPatternStopsStartUp() {
		assertThatExceptionOfType(InvalidTelemetryPropertyException.class)
			.isThrownBy(() -> IgnoredPaths.of(List.of("/users/{id")))
			.withMessageContaining("telemetry.ignore-paths=/users/{id");
	}

}
