// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.viewer;

import java.io.ByteArrayInputStream;
import java.util.stream.Stream;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.tracespring.fuzz.HeaderText;
import io.github.tracespring.fuzz.LogWatch;
import io.github.tracespring.fuzz.Seeds;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What browsers and others ask the viewer for: paths, queries and headers.
 */
class ViewerFuzzTests {

	private static final LogWatch LOG = new LogWatch();

	private static final String LOCAL = "Host: localhost:8080\n";

	private final Viewer viewer = new Viewer(new ViewerSettings("/telemetry", 100, false, false), new TraceStore(100),
			() -> {
			});

	static Stream<byte[]> seeds() {
		return Seeds.of(LOCAL + ":path: ", LOCAL + ":path: traces/1", LOCAL + ":path: static/js/../../x",
				LOCAL + ":path: api/v2/traces\n:query: serviceName=a&spanName=b&annotationQuery=a=b and c and  and "
						+ "&minDuration=1&maxDuration=2&endTs=3&lookback=4&limit=5",
				LOCAL + ":path: api/v2/traces\n:query: limit=99999999999&endTs=-1", LOCAL + ":path: api/v2/trace/%",
				LOCAL + ":path: api/v2/traceMany\n:query: traceIds=1,,2",
				LOCAL + ":path: api/v2/dependencies\n:query: endTs=9223372036854775807&lookback=1",
				LOCAL + ":path: api/v2/spans\n:query: serviceName=%zz", LOCAL + ":path: api/v2/autocompleteValues",
				LOCAL + "X-Forwarded-For: 127.0.0.1, [::1]:80\nForwarded: for=\"[::1]\";proto=http, for=127.0.0.1",
				"Host: [::1%1]:1\nOrigin: http://x\nSec-Fetch-Site: cross-site", "Host: a.localhost:\n:method: PUT");
	}

	@MethodSource("seeds")
	@FuzzTest
	void isAnswered(byte[] input) {
		HeaderText request = HeaderText.of(input);
		ViewerResponse response = this.viewer
			.handle(new ViewerRequest(request.get(":method", "GET"), request.get(":path"), request.get(":query"),
					request::all, "127.0.0.1", new ByteArrayInputStream(input)));
		assertThat(response.status()).isBetween(200, 499);
		assertThat(LOG.lines()).isEmpty();
	}

}
