// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.observation;

import java.util.Set;

import io.micrometer.observation.Observation;

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
			"io.micrometer.core.instrument.binder.grpc.GrpcServerObservationContext",
			"io.micrometer.core.instrument.binder.grpc.GrpcClientObservationContext",
			"org.springframework.scheduling.support.ScheduledTaskObservationContext");

	private static final ClassValue<Boolean> NATIVE = new ClassValue<>() {

		@Override
		protected Boolean computeValue(Class<?> type) {
			for (Class<?> known = type; known != null; known = known.getSuperclass()) {
				if (NAMES.contains(known.getName())) {
					return true;
				}
			}
			return false;
		}

	};

	private NativeObservations() {
	}

	static boolean include(Observation.Context context) {
		return NATIVE.get(context.getClass());
	}

}
