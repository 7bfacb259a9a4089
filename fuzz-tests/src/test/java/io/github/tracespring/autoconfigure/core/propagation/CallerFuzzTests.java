// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.core.propagation;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.tracespring.autoconfigure.config.TelemetryPropagationProperties;
import io.github.tracespring.fuzz.Seeds;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Hosts, addresses and paths, and who is trusted for them.
 */
class CallerFuzzTests {

	private static final IncomingTrust TRUST = IncomingTrust.of(trusted());

	private static final InjectHosts HOSTS = InjectHosts.of(trusted());

	private static TelemetryPropagationProperties trusted() {
		TelemetryPropagationProperties properties = new TelemetryPropagationProperties();
		properties.setTrustedPaths(List.of("/internal/**", "/*/ping", "/a?c/{id}/**"));
		properties.setTrustedAddresses(List.of("10.0.0.0/8", "fd00::/8"));
		properties.setInjectHosts(List.of("*.example.com", "10.*"));
		return properties;
	}

	static Stream<byte[]> seeds() {
		return Seeds.of("localhost:8080", "user:pw@host:80", "[::1]:8080", "::1", "10.0.0.1", "[fd00::1%eth0]",
				"/internal/a;b=c/../public", "/x/ping", "/abc/%2e%2e/d", "a.example.com.", "::ffff:10.0.0.1", "1.2.3",
				"[", "]:", ":", "%", "256.1.1.1", "1:2:3:4:5:6:7:8:9", "host:99999999999", "\u0660:\u0661");
	}

	@MethodSource("seeds")
	@FuzzTest
	void isAskedForWithoutHarm(byte[] input) {
		String text = new String(input, StandardCharsets.ISO_8859_1);
		byte[] address = AddressRange.literal(text);
		if (address != null) {
			assertThat(address.length).isIn(4, 16);
		}
		Authority authority = Authority.parse(text);
		assertThat(authority.port()).isBetween(-1, 999_999_999);
		HOSTS.includes(authority.host(), authority.port());
		boolean trusted = TRUST.includes(text, "", "10.1.2.3");
		assertThat(trusted && (text.contains("/../") || text.contains("\\"))).isFalse();
		assertThat(TRUST.includes("/internal/", "", text)).isEqualTo(address != null && isInside(address));
	}

	private static boolean isInside(byte[] address) {
		return (address.length == 4) ? address[0] == 10 : (address[0] & 0xff) == 0xfd;
	}

}
