// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.config;

import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How gRPC calls are traced, on the server and on the client.
 */
@ConfigurationProperties("telemetry.grpc")
public class TelemetryGrpcProperties {

	/**
	 * Methods, served here or called, that are not traced, and neither is what they call;
	 * a '*' stands for anything. Replaces the default, which is health checks and
	 * reflection.
	 */
	private List<String> ignoreMethods = List.of("grpc.health.v1.Health/*", "grpc.reflection.*");

	/**
	 * Whether each message of a call is an event of its span, up to 100 for each call.
	 */
	private boolean messageEvents;

	public List<String> getIgnoreMethods() {
		return this.ignoreMethods;
	}

	public void setIgnoreMethods(List<String> ignoreMethods) {
		this.ignoreMethods = ignoreMethods;
	}

	public boolean isMessageEvents() {
		return this.messageEvents;
	}

	public void setMessageEvents(boolean messageEvents) {
		this.messageEvents = messageEvents;
	}

}
