// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.observation;

import java.util.Set;

import io.micrometer.observation.Observation;

import org.springframework.core.env.Environment;

/**
 * Which observations are of work that has a span without them. By name, as none of these
 * technologies need be there.
 */
final class NativeObservations {

	private static final Set<String> NAMES = Set.of(
			"org.springframework.http.server.observation.ServerRequestObservationContext",
			"org.springframework.http.server.reactive.observation.ServerRequestObservationContext",
			"org.springframework.http.client.observation.ClientRequestObservationContext",
			"org.springframework.web.reactive.function.client.ClientRequestObservationContext",
			"org.springframework.cloud.gateway.filter.headers.observation.GatewayContext",
			"feign.micrometer.FeignContext", //
			"io.micrometer.core.instrument.binder.grpc.GrpcServerObservationContext",
			"io.micrometer.core.instrument.binder.grpc.GrpcClientObservationContext",
			"org.springframework.scheduling.support.ScheduledTaskObservationContext");

	/** A statement, while statements are traced. */
	private static final String STATEMENT = "net.ttddyy.observation.tracing.QueryContext";

	private final boolean statements;

	private final ClassValue<Boolean> types = new ClassValue<>() {

		@Override
		protected Boolean computeValue(Class<?> type) {
			for (Class<?> known = type; known != null; known = known.getSuperclass()) {
				if (isNative(known.getName())) {
					return true;
				}
			}
			return false;
		}

	};

	NativeObservations(Environment environment) {
		this.statements = environment.getProperty("telemetry.jdbc.enabled", Boolean.class, true);
	}

	boolean include(Observation.Context context) {
		return this.types.get(context.getClass());
	}

	private boolean isNative(String name) {
		return NAMES.contains(name) || (this.statements && STATEMENT.equals(name));
	}

}
