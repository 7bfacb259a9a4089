// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.config;

import java.util.Locale;
import java.util.Map;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.origin.Origin;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/**
 * Explains a value of the telemetry block that the application can not start with:
 * property, value, where it was set, what is allowed.
 */
final class TelemetryFailureAnalyzer implements FailureAnalyzer, Ordered {

	private static final String DURATION = "Write a duration, for example 500ms, 5s or 1m.";

	private static final String NUMBER = "Write a whole number.";

	private static final String BOOLEAN = "Write true or false.";

	private static final String PROPAGATORS = "Allowed are tracecontext, baggage, b3, b3multi and jaeger.";

	private static final String HEADERS = "telemetry.otlp-headers";

	/** What is allowed where a value can not even be converted. */
	private static final Map<String, String> ALLOWED = Map.ofEntries(
			Map.entry("telemetry.batcher", "Allowed are otlpgrpc, otlphttp, zipkin, jaeger, file and log."),
			Map.entry("telemetry.sampler", "Write a number from 0 (no traces) to 1 (all traces)."),
			Map.entry("telemetry.disabled", BOOLEAN), Map.entry("telemetry.otlp-http-secure", BOOLEAN),
			Map.entry("telemetry.opencensus.enabled", BOOLEAN), Map.entry("telemetry.shutdown-timeout", DURATION),
			Map.entry("telemetry.batch.schedule-delay", DURATION), Map.entry("telemetry.scheduled.enabled", BOOLEAN),
			Map.entry("telemetry.batch.compression", "Allowed are gzip and none."),
			Map.entry("telemetry.batch.export-timeout", DURATION), Map.entry("telemetry.batch.max-queue-size", NUMBER),
			Map.entry("telemetry.batch.max-export-batch-size", NUMBER),
			Map.entry("telemetry.batch.max-in-flight", NUMBER), Map.entry("telemetry.grpc.message-events", BOOLEAN),
			Map.entry("telemetry.jdbc.enabled", BOOLEAN), Map.entry("telemetry.jdbc.connection-spans", BOOLEAN),
			Map.entry("telemetry.jdbc.query-text", BOOLEAN), Map.entry("telemetry.propagation.extract", PROPAGATORS),
			Map.entry("telemetry.propagation.inject", PROPAGATORS),
			Map.entry("telemetry.propagation.trust-incoming", BOOLEAN),
			Map.entry("telemetry.resource", "Write one key and value for each resource attribute."),
			Map.entry(HEADERS, "Write one key and value for each header, for example " + HEADERS + ".api-key=..."));

	private final Environment environment;

	TelemetryFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	/** Before Boot's own analyzer of bind failures, which can not say what is allowed. */
	@Override
	public int getOrder() {
		return -1;
	}

	@Override
	public FailureAnalysis analyze(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof InvalidTelemetryPropertyException invalid) {
				return analysis(invalid.getProperty(), invalid.getValue(), origin(invalid.getProperty()),
						invalid.getReason(), invalid.getRemedy(), failure);
			}
			if (cause instanceof BindException bind && ALLOWED.containsKey(bind.getName().toString())) {
				return analysis(bind, failure);
			}
		}
		return null;
	}

	private FailureAnalysis analysis(BindException bind, Throwable failure) {
		String name = bind.getName().toString();
		ConfigurationProperty property = bind.getProperty();
		String value = (property != null) ? String.valueOf(property.getValue()) : "";
		value = name.equals(HEADERS) ? "***" : value;
		Origin origin = (property != null) ? property.getOrigin() : null;
		return analysis(name, value, origin, "the value can not be understood", ALLOWED.get(name), failure);
	}

	private static FailureAnalysis analysis(String property, String value, Origin origin, String reason, String remedy,
			Throwable failure) {
		String description = String.format(
				"The tracing configuration is not valid:%n%n"
						+ "    Property: %s%n    Value: \"%s\"%n    Origin: %s%n    Reason: %s",
				property, value, (origin != null) ? origin : "unknown", reason);
		return new FailureAnalysis(description, remedy, failure);
	}

	/** Finds where a property, or the variable of that name, was set. */
	private Origin origin(String property) {
		ConfigurationPropertyName name = property.startsWith("OTEL_")
				? ConfigurationPropertyName.adapt(property.toLowerCase(Locale.ROOT), '_')
				: ConfigurationPropertyName.of(property);
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			ConfigurationProperty found = source.getConfigurationProperty(name);
			// a list may be written item by item
			found = (found != null) ? found : source.getConfigurationProperty(name.append("[0]"));
			found = (found != null) ? found : illegalHeader(source, name);
			if (found != null) {
				return found.getOrigin();
			}
		}
		return null;
	}

	/** Headers are refused under the name of them all. */
	private static ConfigurationProperty illegalHeader(ConfigurationPropertySource source,
			ConfigurationPropertyName headers) {
		if (!headers.toString().equals(HEADERS) || !(source instanceof IterableConfigurationPropertySource all)) {
			return null;
		}
		return all.stream()
			.filter(headers::isAncestorOf)
			.map(all::getConfigurationProperty)
			.filter((header) -> !HttpTokens
				.isToken(header.getName().subName(headers.getNumberOfElements()).getElement(0, Form.ORIGINAL))
					|| !HttpTokens.isFieldValue(String.valueOf(header.getValue())))
			.findFirst()
			.orElse(null);
	}

}
