// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.viewer;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer of the viewer, whichever server sends it.
 *
 * @param status the status
 * @param headers the headers
 * @param body the body
 */
record ViewerResponse(int status, Map<String, String> headers, byte[] body) {

	private static final String JSON = "application/json";

	/** No proxy and no page may keep or embed what is here, or guess what it is. */
	private static final Map<String, String> HEADERS = Map.of("Cache-Control", "no-store", "X-Content-Type-Options",
			"nosniff", "Cross-Origin-Resource-Policy", "same-origin", "Referrer-Policy", "no-referrer");

	static ViewerResponse json(byte[] body) {
		return of(200, JSON, body);
	}

	static ViewerResponse text(int status, String message) {
		return of(status, "text/plain;charset=UTF-8", message.getBytes(StandardCharsets.UTF_8));
	}

	static ViewerResponse of(int status, String contentType, byte[] body) {
		return new ViewerResponse(status, HEADERS, body).with("Content-Type", contentType);
	}

	static ViewerResponse empty(int status) {
		return new ViewerResponse(status, HEADERS, new byte[0]);
	}

	ViewerResponse with(String header, String value) {
		Map<String, String> headers = new LinkedHashMap<>(this.headers);
		headers.put(header, value);
		return new ViewerResponse(this.status, headers, this.body);
	}

}
