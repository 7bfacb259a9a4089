// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.config;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.env.PropertyResolver;
import org.springframework.util.StringUtils;

/**
 * OpenTelemetry's environment variables (and the system properties of the same names), as
 * far as they fill what the telemetry block leaves unsaid.
 *
 * @see <a href=
 * "https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/">OpenTelemetry
 * specification, environment variables</a>
 */
final class OtelVariables {

	private static final Logger logger = LoggerFactory.getLogger(OtelVariables.class);

	private final PropertyResolver environment;

	OtelVariables(PropertyResolver environment) {
		this.environment = environment;
	}

	/** Reads one variable; Boot maps its dotted name to the variable's. */
	private String get(String name) {
		String value = this.environment.getProperty(name);
		return StringUtils.hasText(value) ? value.trim() : null;
	}

	/** The variable that is set: the one for traces alone wins. */
	private String otlp(String suffix) {
		String traces = "otel.exporter.otlp.traces." + suffix;
		return (get(traces) != null) ? traces : "otel.exporter.otlp." + suffix;
	}

	/** The name as users write it. */
	private static String variable(String name) {
		return name.toUpperCase(Locale.ROOT).replace('.', '_');
	}

	boolean disabled() {
		return "true".equalsIgnoreCase(get("otel.sdk.disabled"));
	}

	String serviceName() {
		return get("otel.service.name");
	}

	Map<String, String> resourceAttributes() {
		return pairs("otel.resource.attributes", get("otel.resource.attributes"));
	}

	Map<String, String> headers() {
		return pairs(otlp("headers"), get(otlp("headers")));
	}

	/** The variable that {@link #headers} come from. */
	String headersVariable() {
		return variable(otlp("headers"));
	}

	Batcher batcher() {
		String variable = otlp("protocol");
		String protocol = get(variable);
		if (protocol == null) {
			return null;
		}
		return switch (protocol.toLowerCase(Locale.ROOT)) {
			case "grpc" -> Batcher.OTLPGRPC;
			case "http/protobuf" -> Batcher.OTLPHTTP;
			default -> throw new InvalidTelemetryPropertyException(variable(variable), protocol,
					"the protocol is not supported", "Allowed are grpc and http/protobuf.");
		};
	}

	/** The variable that {@link #endpoint} comes from. */
	String endpointVariable() {
		return variable(otlp("endpoint"));
	}

	Endpoint endpoint(Batcher batcher) {
		String value = get(otlp("endpoint"));
		if (value == null) {
			return null;
		}
		boolean base = get("otel.exporter.otlp.traces.endpoint") == null;
		if (base && batcher == Batcher.OTLPHTTP) {
			// the variable for all signals names the address below which each has its
			// path
			value = StringUtils.trimTrailingCharacter(value, '/') + batcher.path();
		}
		return Endpoint.parse(value, batcher, batcher.path(), false, endpointVariable());
	}

	Sampling sampling() {
		String sampler = get("otel.traces.sampler");
		if (sampler == null) {
			return null;
		}
		return switch (sampler.toLowerCase(Locale.ROOT)) {
			case "always_on" -> new Sampling(Sampling.Root.ON, 1, false);
			case "always_off" -> new Sampling(Sampling.Root.OFF, 0, false);
			case "traceidratio" -> new Sampling(Sampling.Root.RATIO, ratio(), false);
			case "parentbased_always_on" -> new Sampling(Sampling.Root.ON, 1, true);
			case "parentbased_always_off" -> new Sampling(Sampling.Root.OFF, 0, true);
			case "parentbased_traceidratio" -> Sampling.parentBasedRatio(ratio());
			default -> throw new InvalidTelemetryPropertyException("OTEL_TRACES_SAMPLER", sampler,
					"the sampler is not supported",
					"Allowed are always_on, always_off, traceidratio, parentbased_always_on, "
							+ "parentbased_always_off and parentbased_traceidratio.");
		};
	}

	private double ratio() {
		String argument = get("otel.traces.sampler.arg");
		if (argument == null) {
			return 1;
		}
		try {
			return TelemetrySettingsFactory.ratio("OTEL_TRACES_SAMPLER_ARG", Double.valueOf(argument));
		}
		catch (NumberFormatException ex) {
			throw new InvalidTelemetryPropertyException("OTEL_TRACES_SAMPLER_ARG", argument, "it is not a number",
					"Write a number from 0 to 1.");
		}
	}

	List<Propagator> propagators() {
		String names = get("otel.propagators");
		if (names == null) {
			return null;
		}
		if (names.equalsIgnoreCase("none")) {
			return List.of();
		}
		Set<Propagator> propagators = new LinkedHashSet<>();
		for (String name : StringUtils.commaDelimitedListToStringArray(names)) {
			try {
				propagators.add(Propagator.valueOf(name.trim().toUpperCase(Locale.ROOT)));
			}
			catch (IllegalArgumentException ex) {
				logger.warn("OTEL_PROPAGATORS names '{}', which is ignored: supported are tracecontext, baggage, b3, "
						+ "b3multi and jaeger", name.trim());
			}
		}
		// with none that is supported, the default is better than a broken trace
		return propagators.isEmpty() ? null : List.copyOf(propagators);
	}

	/** Splits {@code key=value,key=value}; values are percent-encoded. */
	private static Map<String, String> pairs(String name, String text) {
		Map<String, String> pairs = new LinkedHashMap<>();
		if (text == null) {
			return pairs;
		}
		for (String pair : text.split(",")) {
			int equals = pair.indexOf('=');
			if (equals > 0) {
				pairs.put(pair.substring(0, equals).trim(), decode(pair.substring(equals + 1).trim()));
			}
			else if (!pair.isBlank()) {
				logger.warn("{} holds an entry that is not key=value; it is ignored", variable(name));
			}
		}
		return pairs;
	}

	private static String decode(String value) {
		try {
			return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			return value;
		}
	}

}
