// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.log;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.tracespring.autoconfigure.config.TelemetrySwitch;

import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.boot.context.event.SpringApplicationEvent;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;

/**
 * Prepares logging as soon as the application's configuration is known: has the ids put
 * into the MDC, before anything uses a context, and Boot's log pattern show them. All of
 * it is a default, which the user's own properties override.
 */
final class LogCorrelationListener implements ApplicationListener<SpringApplicationEvent>, Ordered {

	private static final Logger logger = LoggerFactory.getLogger(LogCorrelationListener.class);

	private static final String PROPERTY_SOURCE = "telemetryLogging";

	private static final String LEVEL = "logging.level.";

	/**
	 * Loggers in which OpenTelemetry's exporters tell of each failed attempt; what the
	 * report tells once an outage is enough.
	 */
	private static final List<String> SILENCED = List.of("io.opentelemetry.exporter.internal",
			"io.opentelemetry.exporter.sender");

	private static final AtomicBoolean warned = new AtomicBoolean();

	/**
	 * After Boot loaded the configuration (+10), before it sets up logging with it (+20).
	 */
	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE + 15;
	}

	@Override
	public void onApplicationEvent(SpringApplicationEvent event) {
		if (event instanceof ApplicationEnvironmentPreparedEvent prepared && isOn(prepared.getEnvironment())) {
			MdcContextStorage.install();
			addDefaults(prepared.getEnvironment());
		}
		else if (event instanceof ApplicationStartedEvent started
				&& isOn(started.getApplicationContext().getEnvironment())) {
			warnUnlessEffective();
		}
	}

	/** A bad value is reported later, where it can be explained. */
	private static boolean isOn(Environment environment) {
		try {
			return TelemetrySwitch.disabledBy(environment) == null;
		}
		catch (BindException ex) {
			return false;
		}
	}

	private static void addDefaults(ConfigurableEnvironment environment) {
		MutablePropertySources sources = environment.getPropertySources();
		if (sources.contains(PROPERTY_SOURCE)) {
			return;
		}
		Map<String, Object> defaults = new LinkedHashMap<>();
		defaults.put("logging.expect-correlation-id", true);
		if (!environment.containsProperty(LEVEL + "io.opentelemetry")
				&& !environment.containsProperty(LEVEL + "io.opentelemetry.exporter")) {
			SILENCED.forEach((name) -> defaults.put(LEVEL + name, "off"));
		}
		sources.addLast(new MapPropertySource(PROPERTY_SOURCE, defaults));
	}

	private static void warnUnlessEffective() {
		if (MdcContextStorage.isWorthwhile() && !MdcContextStorage.isEffective() && warned.compareAndSet(false, true)) {
			logger.warn("Log lines carry no trace ids, as OpenTelemetry's Context was used before the application "
					+ "started: call SpringApplication.run before anything that uses it, in main, in static "
					+ "initializers and in tests");
		}
	}

}
