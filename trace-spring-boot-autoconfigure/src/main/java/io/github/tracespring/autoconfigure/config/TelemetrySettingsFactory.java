// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.env.PropertyResolver;
import org.springframework.util.StringUtils;

/**
 * Makes {@link TelemetrySettings}: what the block says wins, the {@code OTEL_*} variables
 * fill what it leaves unsaid, the defaults the rest. Refuses what can not work.
 */
final class TelemetrySettingsFactory {

	private static final Logger logger = LoggerFactory.getLogger(TelemetrySettings.class);

	/** Longer waits are mistakes, and the SDK counts in nanoseconds that overflow. */
	private static final Duration LONGEST = Duration.ofDays(1);

	/** Each may be a connection. */
	private static final int MOST_IN_FLIGHT = 100;

	/** Whatever a caller may speak. */
	private static final List<Propagator> DEFAULT_EXTRACT = List.of(Propagator.TRACECONTEXT, Propagator.B3,
			Propagator.B3MULTI, Propagator.JAEGER, Propagator.BAGGAGE);

	private static final List<Propagator> DEFAULT_INJECT = List.of(Propagator.TRACECONTEXT, Propagator.BAGGAGE);

	private final TelemetryProperties properties;

	private final TelemetryPropagationProperties propagation;

	private final TelemetryJaegerProperties jaeger;

	private final TelemetrySslProperties ssl;

	private final PropertyResolver environment;

	private final OtelVariables variables;

	TelemetrySettingsFactory(TelemetryProperties properties, TelemetryPropagationProperties propagation,
			TelemetryJaegerProperties jaeger, TelemetrySslProperties ssl, PropertyResolver environment) {
		this.properties = properties;
		this.propagation = propagation;
		this.jaeger = jaeger;
		this.ssl = ssl;
		this.environment = environment;
		this.variables = new OtelVariables(environment);
	}

	TelemetrySettings create() {
		Batcher batcher = batcher();
		Endpoint endpoint = endpoint(batcher);
		Map<String, String> variableResource = this.variables.resourceAttributes();
		Map<String, String> resource = new LinkedHashMap<>(variableResource);
		resource.putAll(this.properties.getResource());
		return new TelemetrySettings(name(variableResource), batcher, endpoint, sampling(),
				propagators(this.propagation.getExtract(), DEFAULT_EXTRACT),
				propagators(this.propagation.getInject(), DEFAULT_INJECT), headers(batcher),
				this.ssl.bundleFor(endpoint), Collections.unmodifiableMap(resource), ignorePaths(), responseHeader(),
				this.properties.getRedactedQueryParameters(), batch(),
				positive("shutdown-timeout", this.properties.getShutdownTimeout()));
	}

	private String name(Map<String, String> variableResource) {
		return firstText(this.properties.getName(), this.properties.getResource().get("service.name"),
				this.variables.serviceName(), variableResource.get("service.name"),
				this.environment.getProperty("spring.application.name"), "unknown_service:java");
	}

	private Batcher batcher() {
		Batcher batcher = this.properties.getBatcher();
		if (batcher == null) {
			batcher = this.variables.batcher();
		}
		return (batcher != null) ? batcher : Batcher.OTLPGRPC;
	}

	private Endpoint endpoint(Batcher batcher) {
		if (batcher == Batcher.LOG) {
			return null;
		}
		String value = this.properties.getEndpoint();
		String property = "telemetry.endpoint";
		Endpoint endpoint = null;
		if (StringUtils.hasText(value)) {
			boolean http = batcher == Batcher.OTLPHTTP;
			String path = http ? otlpHttpPath() : batcher.path();
			boolean secure = this.ssl.isSet() || (http && this.properties.isOtlpHttpSecure());
			endpoint = Endpoint.parse(value, batcher, path, secure, property);
		}
		else if (batcher.isOtlp()) {
			property = this.variables.endpointVariable();
			endpoint = this.variables.endpoint(batcher);
		}
		if (endpoint != null && batcher == Batcher.JAEGER) {
			endpoint = JaegerEndpoint.complete(endpoint, this.jaeger);
		}
		if (endpoint != null) {
			warnOfContradiction(property, endpoint.uri().getPort(), batcher);
		}
		return endpoint;
	}

	private String otlpHttpPath() {
		String path = this.properties.getOtlpHttpPath();
		if (!StringUtils.hasText(path)) {
			return Batcher.OTLPHTTP.path();
		}
		String absolute = path.startsWith("/") ? path : "/" + path;
		try {
			// a host before it, as a path of its own must not begin with //
			if (new URI("http://host" + absolute).getRawPath().equals(absolute)) {
				return absolute;
			}
		}
		catch (URISyntaxException ex) {
			// refused below
		}
		throw new InvalidTelemetryPropertyException("telemetry.otlp-http-path", Endpoint.mask(path),
				"it is not the path of a URL", "Write a path, for example /v1/traces.");
	}

	private static void warnOfContradiction(String property, int port, Batcher batcher) {
		Batcher usual = Batcher.ofPort(port);
		if (usual != null && usual != batcher && batcher.isNetwork()) {
			logger.warn(
					"{} names port {}, which usually takes {}, but telemetry.batcher is {}: set telemetry.batcher={} or "
							+ "use port {}",
					property, port, usual.key(), batcher.key(), usual.key(), batcher.port());
		}
	}

	private Sampling sampling() {
		Double sampler = this.properties.getSampler();
		if (sampler != null) {
			return Sampling.parentBasedRatio(ratio("telemetry.sampler", sampler));
		}
		Sampling sampling = this.variables.sampling();
		return (sampling != null) ? sampling : Sampling.parentBasedRatio(1);
	}

	static double ratio(String property, double value) {
		if (!(value >= 0 && value <= 1)) {
			throw new InvalidTelemetryPropertyException(property, String.valueOf(value), "it is not a share",
					"Write a number from 0 (no traces) to 1 (all traces).");
		}
		return value;
	}

	private List<Propagator> propagators(List<Propagator> said, List<Propagator> other) {
		List<Propagator> propagators = (said != null) ? said.stream().distinct().toList()
				: this.variables.propagators();
		return (propagators != null) ? propagators : other;
	}

	private Map<String, String> headers(Batcher batcher) {
		Map<String, String> headers = this.properties.getOtlpHeaders();
		String property = "telemetry.otlp-headers";
		if (headers.isEmpty() && batcher.isOtlp()) {
			headers = this.variables.headers();
			property = this.variables.headersVariable();
		}
		for (Map.Entry<String, String> header : headers.entrySet()) {
			if (!HttpTokens.isToken(header.getKey())) {
				throw new InvalidTelemetryPropertyException(property, HttpTokens.legalStart(header.getKey()) + "***",
						"the name of a header holds an illegal character", HttpTokens.REMEDY);
			}
			if (!HttpTokens.isFieldValue(header.getValue())) {
				throw new InvalidTelemetryPropertyException(property, header.getKey() + ": ***",
						"the value of a header holds an illegal character",
						"Use visible ASCII characters and spaces only.");
			}
			if (batcher == Batcher.OTLPHTTP && isSetByClient(header.getKey())) {
				boolean variable = !property.startsWith("telemetry.");
				throw new InvalidTelemetryPropertyException(
						variable ? property : property + "." + header.getKey().toLowerCase(Locale.ROOT),
						variable ? header.getKey() + ": ***" : "***", "the HTTP client sets this header itself",
						"Remove it.");
			}
		}
		return batcher.isOtlp() ? Collections.unmodifiableMap(headers) : Map.of();
	}

	/** The JDK's client, which has a system property that allows what it refuses. */
	private static boolean isSetByClient(String header) {
		try {
			HttpRequest.newBuilder().header(header, "");
			return false;
		}
		catch (IllegalArgumentException ex) {
			return true;
		}
	}

	private List<String> ignorePaths() {
		List<String> paths = this.properties.getIgnorePaths();
		return (paths != null) ? List.copyOf(paths) : null;
	}

	private String responseHeader() {
		String header = this.properties.getResponseHeader();
		if (!StringUtils.hasText(header)) {
			return null;
		}
		return switch (header.toLowerCase(Locale.ROOT)) {
			// YAML reads a bare off as false, and on as true
			case "off", "false" -> null;
			case "on", "true" -> "traceresponse";
			default -> {
				if (!HttpTokens.isToken(header)) {
					throw new InvalidTelemetryPropertyException("telemetry.response-header", header,
							"it is not a legal header name", HttpTokens.REMEDY + " Or off, for no header.");
				}
				yield header;
			}
		};
	}

	private TelemetryProperties.Batch batch() {
		TelemetryProperties.Batch batch = this.properties.getBatch();
		positive("batch.schedule-delay", batch.getScheduleDelay());
		positive("batch.export-timeout", batch.getExportTimeout());
		if (batch.getMaxQueueSize() < 1) {
			throw new InvalidTelemetryPropertyException("telemetry.batch.max-queue-size",
					String.valueOf(batch.getMaxQueueSize()), "it is less than 1", "Write a number of spans above 0.");
		}
		if (batch.getMaxExportBatchSize() == new TelemetryProperties.Batch().getMaxExportBatchSize()) {
			// whoever makes the queue small need not know the default of the other
			batch.setMaxExportBatchSize(Math.min(batch.getMaxExportBatchSize(), batch.getMaxQueueSize()));
		}
		if (batch.getMaxExportBatchSize() < 1 || batch.getMaxExportBatchSize() > batch.getMaxQueueSize()) {
			throw new InvalidTelemetryPropertyException("telemetry.batch.max-export-batch-size",
					String.valueOf(batch.getMaxExportBatchSize()), "it is not between 1 and the queue's size",
					"Write a number of spans from 1 to telemetry.batch.max-queue-size (" + batch.getMaxQueueSize()
							+ ").");
		}
		if (batch.getMaxInFlight() < 1 || batch.getMaxInFlight() > MOST_IN_FLIGHT) {
			throw new InvalidTelemetryPropertyException("telemetry.batch.max-in-flight",
					String.valueOf(batch.getMaxInFlight()), "it is not between 1 and " + MOST_IN_FLIGHT,
					"Write a number of batches from 1 to " + MOST_IN_FLIGHT + ".");
		}
		return batch;
	}

	private static Duration positive(String key, Duration value) {
		if (value == null || value.isNegative() || value.isZero() || value.compareTo(LONGEST) > 0) {
			throw new InvalidTelemetryPropertyException("telemetry." + key, String.valueOf(value),
					"it is not between zero and a day", "Write a duration above zero, for example 5s.");
		}
		return value;
	}

	private static String firstText(String... candidates) {
		for (String candidate : candidates) {
			if (StringUtils.hasText(candidate)) {
				return candidate.trim();
			}
		}
		throw new IllegalStateException("no default");
	}

}
