// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.propagation;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.tracespring.autoconfigure.config.InvalidTelemetryPropertyException;
import io.github.tracespring.autoconfigure.config.TelemetryPropagationProperties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class InjectHostsTests {

	private final TelemetryPropagationProperties properties = new TelemetryPropagationProperties();

	private InjectHosts hosts() {
		return InjectHosts.of(this.properties);
	}

	@Test
	void everyHostGetsHeadersByDefault() {
		assertThat(hosts().isForAll()).isTrue();
		assertThat(hosts().includes("anywhere", 80)).isTrue();
		assertThat(hosts().includes(null, -1)).isTrue();
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			api.internal,         api.internal,         80,    true
			api.internal,         API.Internal,         80,    true
			API.internal.,        api.internal,         80,    true
			api.internal,         api.internal.,        80,    true
			api.internal,         api.internal.evil,    80,    false
			*.example.com,        a.b.Example.com,      80,    true
			*.example.com,        example.com,          80,    false
			*.example.com,        badexample.com,       80,    false
			10.*,                 10.1.2.3,             80,    true
			10.*,                 110.1.2.3,            80,    false
			localhost:8080,       localhost,            8080,  true
			localhost:8080,       localhost,            8081,  false
			localhost:8080,       localhost,            -1,    false
			*:8080,               users,                8080,  true
			user_service,         user_service,         80,    true
			::1,                  ::1,                  80,    true
			[::1]:8080,           ::1,                  8080,  true
			[::1]:8080,           ::1,                  80,    false
			fd00:*,               FD00::1,              80,    true
			*,                    anywhere,             80,    true
			""")
	void patternNamesHosts(String pattern, String host, int port, boolean named) {
		this.properties.setInjectHosts(List.of(pattern));
		assertThat(hosts().includes(host, port)).isEqualTo(named);
		this.properties.setInjectHosts(null);
		this.properties.setNoInjectHosts(List.of("other", pattern));
		assertThat(hosts().includes(host, port)).isEqualTo(!named);
	}

	@Test
	void exclusionWins() {
		this.properties.setInjectHosts(List.of("*.internal"));
		this.properties.setNoInjectHosts(List.of("legacy.internal"));
		assertThat(hosts().includes("api.internal", 80)).isTrue();
		assertThat(hosts().includes("legacy.internal", 80)).isFalse();
		assertThat(hosts().includes("example.com", 80)).isFalse();
	}

	@Test
	void emptyListLeavesHeadersOffEverywhere() {
		this.properties.setInjectHosts(List.of());
		assertThat(hosts().includes("anywhere", 80)).isFalse();
	}

	@Test
	void hostThatIsNotKnownGetsNoHeadersWhereThereIsARule() {
		this.properties.setNoInjectHosts(List.of("tracker.example"));
		assertThat(hosts().includes(null, -1)).isFalse();
		assertThat(hosts().includes("", -1)).isFalse();
		assertThat(hosts().includes("anywhere", -1)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "http://api.internal", "api.internal/v1", "api internal", "api.internal:http",
			"ada@api.internal", "10.0.0.0/8", "[::1" })
	void whatIsNoHostStopsStartUp(String pattern) {
		this.properties.setNoInjectHosts(List.of(pattern));
		assertThatExceptionOfType(InvalidTelemetryPropertyException.class).isThrownBy(this::hosts)
			.withMessageContaining("telemetry.propagation.no-inject-hosts=" + pattern);
	}

}
