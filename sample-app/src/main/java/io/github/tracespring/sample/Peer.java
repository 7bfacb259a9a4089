// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.sample;

import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/**
 * The service that this one calls: itself, unless {@code sample.peer} names another
 * process. Nothing here is about tracing: Boot's builder is all it takes.
 */
@Component
class Peer {

	private final RestClient client;

	private final Environment environment;

	Peer(RestClient.Builder builder, Environment environment) {
		this.client = builder.build();
		this.environment = environment;
	}

	/**
	 * Calls the peer.
	 * @param template what to get; variables keep the span's name the same for all values
	 * @param variables the values of the variables
	 * @return the answer's text
	 */
	String get(String template, Object... variables) {
		// Read at each call, since the own port is not known before the server has
		// started
		String base = this.environment.getRequiredProperty("sample.peer");
		return this.client.get().uri(base + template, variables).retrieve().body(String.class);
	}

}
