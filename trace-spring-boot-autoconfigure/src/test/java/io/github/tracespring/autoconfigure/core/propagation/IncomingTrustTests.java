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

class IncomingTrustTests {

	private final TelemetryPropagationProperties properties = new TelemetryPropagationProperties();

	private IncomingTrust trust() {
		return IncomingTrust.of(this.properties);
	}

	private boolean trustsAddress(String range, String address) {
		this.properties.setTrustedAddresses(List.of(range));
		return trust().includes("/", "", address);
	}

	private boolean trustsPath(String pattern, String path) {
		this.properties.setTrustedPaths(List.of(pattern));
		return trust().includes(path, "", null);
	}

	@Test
	void everybodyIsTrustedByDefault() {
		assertThat(trust().isForAll()).isTrue();
		assertThat(trust().includes("/", "", null)).isTrue();
	}

	@Test
	void nobodyIsTrustedWhateverTheListsSay() {
		this.properties.setTrustIncoming(false);
		assertThat(trust().isForAll()).isFalse();
		assertThat(trust().includes("/", "", "10.0.0.1")).isFalse();
		assertThat(trustsAddress("10.0.0.0/8", "10.0.0.1")).isFalse();
	}

	@Test
	void emptyListTrustsNobody() {
		this.properties.setTrustedAddresses(List.of());
		assertThat(trust().includes("/", "", "10.0.0.1")).isFalse();
		this.properties.setTrustedAddresses(null);
		this.properties.setTrustedPaths(List.of());
		assertThat(trust().includes("/", "", "10.0.0.1")).isFalse();
	}

	@Test
	void pathAndAddressAreBothToBeTrusted() {
		this.properties.setTrustedAddresses(List.of("192.0.2.1", "10.0.0.0/8"));
		this.properties.setTrustedPaths(List.of("/internal/**", "/ping"));
		assertThat(trust().isForAll()).isFalse();
		assertThat(trust().includes("/internal/a", "", "10.1.1.1")).isTrue();
		assertThat(trust().includes("/internal/a", "", "11.1.1.1")).isFalse();
		assertThat(trust().includes("/public", "", "10.1.1.1")).isFalse();
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			10.0.0.0/8,            10.255.1.2,                 true
			10.0.0.0/8,            11.0.0.1,                   false
			10.1.2.3/8,            10.9.9.9,                   true
			172.16.0.0/12,         172.31.255.255,             true
			172.16.0.0/12,         172.32.0.0,                 false
			192.0.2.1,             192.0.2.1,                  true
			192.0.2.1,             192.0.2.2,                  false
			192.0.2.0/31,          192.0.2.1,                  true
			0.0.0.0/0,             203.0.113.7,                true
			0.0.0.0/0,             2001:db8::1,                false
			::/0,                  203.0.113.7,                false
			::1,                   0:0:0:0:0:0:0:1,            true
			::1,                   [::1],                      true
			fd00::/8,              fdff:1::2,                  true
			fd00::/8,              fe80::1,                    false
			2001:db8::/33,         2001:db8:7fff::1,           true
			2001:db8::/33,         2001:db8:8000::1,           false
			fe80::/10,             fe80:0:0:0:1:2:3:4%eth0,    true
			10.0.0.0/8,            ::ffff:10.1.1.1,            true
			::ffff:10.0.0.0/104,   10.1.1.1,                   true
			::ffff:10.0.0.0/104,   11.1.1.1,                   false
			127.0.0.1,             localhost,                  false
			127.0.0.1,             127.1,                      false
			127.0.0.1,             127.0.0.1.example,          false
			127.0.0.1,             '',                         false
			127.0.0.1,             ,                           false
			""")
	void addressIsInARange(String range, String address, boolean trusted) {
		assertThat(trustsAddress(range, address)).isEqualTo(trusted);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "localhost", "proxy.example", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "10.0.0.0/a",
			"10.0.0", "10.0.0.256", "010.0.0.1", "10.0.0.1:80", "fd00::/129", "fd00:::1", "cafe", "::ffff:10.0.0.0/8",
			"10.*" })
	void whatIsNoAddressStopsStartUp(String range) {
		assertThatExceptionOfType(InvalidTelemetryPropertyException.class)
			.isThrownBy(() -> trustsAddress(range, "10.0.0.1"))
			.withMessageContaining("telemetry.propagation.trusted-addresses=" + range);
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			/internal/**,           /internal/a/b,                  true
			/internal/**,           /internal,                      true
			/internal/**,           /internals,                     false
			/internal/**,           /internal/.hidden,              true
			/internal/**,           /internal/J%C3%B6rg;v=1,        true
			/internal/**,           /internal/a..b,                 true
			/*/ping,                /a/ping,                        true
			/users/{id}/photo,      /users/1/photo,                 true
			/test.Echo/*,           /test.Echo/Unary,               true
			/test.Echo/*,           /test.Other/Unary,              false
			/internal/**,           /internal/../public,            false
			/internal/**,           /internal/./public,             false
			/internal/**,           /internal/..,                   false
			/internal/**,           /internal/..;/public,           false
			/internal/**,           /internal/%2e%2E/public,        false
			/internal/**,           /internal/.%2e;a=b/public,      false
			/internal/**,           /internal/..%2fpublic,          false
			/internal/**,           /internal/..%5Cpublic,          false
			/internal/**,           '/internal/..\\public',         false
			/internal/**,           //internal/a,                   false
			""")
	void pathIsTrustedAsWritten(String pattern, String path, boolean trusted) {
		assertThat(trustsPath(pattern, path)).isEqualTo(trusted);
	}

	@Test
	void pathIsRelativeToTheContextPath() {
		this.properties.setTrustedPaths(List.of("/internal/**"));
		assertThat(trust().includes("/app/internal/a", "/app", null)).isTrue();
		assertThat(trust().includes("/internal/a", "/app", null)).isFalse();
		assertThat(trust().includes("/internal/internal", "/internal", null)).isTrue();
		assertThat(trust().includes("/internal/public", "/internal", null)).isFalse();
	}

	@Test
	void whatIsNoPatternStopsStartUp() {
		assertThatExceptionOfType(InvalidTelemetryPropertyException.class)
			.isThrownBy(() -> trustsPath("/users/{id", "/users/1"))
			.withMessageContaining("telemetry.propagation.trusted-paths=/users/{id");
	}

}
