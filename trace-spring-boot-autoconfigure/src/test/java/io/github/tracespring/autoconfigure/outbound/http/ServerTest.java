// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.http;

import java.net.URI;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ServerTest {

	@ParameterizedTest
	@CsvSource(delimiter = ' ', nullValues = "null",
			value = { "http://host/path host 80", "https://host/path host 443", "https://host:8443/ host 8443",
					"http://user:secret@host:8080/ host 8080", "http://[2001:db8::1]:8080/ 2001:db8::1 8080",
					"http://user_service/ user_service 80", "https://a:b@user_service:9000/x user_service 9000",
					"http://user_service:/x user_service 80", "lb:9 null -1", "ws://host/ host -1" })
	void serverIsWhatTheUrlNames(URI uri, String address, int port) {
		assertThat(Server.of(uri)).isEqualTo(new Server(address, port));
	}

}
