// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.observation;

import java.lang.reflect.Method;

import com.mongodb.MongoClientSettings;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.data.mongodb.observability.ContextProviderFactory;
import org.springframework.data.mongodb.observability.MongoObservationCommandListener;
import org.springframework.util.ReflectionUtils;

/**
 * Has the commands of a MongoDB client observed by Spring Data, which does it alike in
 * all lines. The driver can do it by itself only from 5.7 on.
 */
@SuppressWarnings("removal")
final class MongoObservation {

	/** What the driver itself is told to observe, where it can. */
	private static final Method OWN = ReflectionUtils.findMethod(MongoClientSettings.class, "getObservabilitySettings");

	private MongoObservation() {
	}

	/**
	 * Adds the observation, unless somebody did.
	 * @param builder the client's settings so far
	 * @param registry where commands are observed
	 */
	static void addTo(MongoClientSettings.Builder builder, ObservationRegistry registry) {
		MongoClientSettings settings = builder.build();
		if (isObserved(settings)) {
			return;
		}
		if (settings.getContextProvider() == null) {
			builder.contextProvider(ContextProviderFactory.create(registry));
		}
		builder.addCommandListener(new MongoCommands(registry));
	}

	private static boolean isObserved(MongoClientSettings settings) {
		return settings.getCommandListeners().stream().anyMatch(MongoObservationCommandListener.class::isInstance)
				|| (OWN != null && ReflectionUtils.invokeMethod(OWN, settings) != null);
	}

}
