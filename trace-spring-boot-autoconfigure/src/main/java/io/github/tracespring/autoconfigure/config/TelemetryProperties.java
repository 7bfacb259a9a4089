// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The telemetry block as the user wrote it: go-zero's keys, and what a Spring Boot user
 * expects beside them. A key left {@code null} is unsaid; {@link TelemetrySettings} fills
 * it.
 */
@ConfigurationProperties("telemetry")
public class TelemetryProperties {

	/**
	 * Service name that spans are reported under.
	 */
	private String name;

	/**
	 * Where finished spans go: 'host:port' or a URL, for the file batcher a path. Without
	 * it nothing is sent, while ids are still made and propagated.
	 */
	private String endpoint;

	/**
	 * Share of the traces started here that is recorded, from 0 to 1. A caller's decision
	 * is always followed.
	 */
	private Double sampler;

	/**
	 * Kind of back end that the endpoint is.
	 */
	private Batcher batcher;

	/**
	 * Headers sent with every OTLP request, for example an API key.
	 */
	private final Map<String, String> otlpHeaders = new LinkedHashMap<>();

	/**
	 * Path of the OTLP/HTTP endpoint; a path in the endpoint itself wins.
	 */
	private String otlpHttpPath = "/v1/traces";

	/**
	 * Whether an OTLP/HTTP endpoint that is written without a scheme uses TLS.
	 */
	private boolean otlpHttpSecure;

	/**
	 * Whether tracing is off: no spans and no headers, while a Tracer that does nothing
	 * can still be injected.
	 */
	private Boolean disabled;

	/**
	 * Paths, relative to the context path, whose requests and what they call are not
	 * traced; patterns like '/internal/**'. Replaces the default, which is the actuator's
	 * endpoints and '/favicon.ico'.
	 */
	private List<String> ignorePaths;

	/**
	 * Additional attributes of the resource that spans are reported for.
	 */
	private final Map<String, String> resource = new LinkedHashMap<>();

	/**
	 * Response header that carries the id of the trace: 'traceresponse' in W3C format,
	 * any other name with the bare trace id, or 'off'.
	 */
	private String responseHeader = "traceresponse";

	/**
	 * Query parameters whose values never reach a span, compared without regard to case
	 * and separators; a '*' at either end stands for anything. Replaces the default list.
	 */
	private List<String> redactedQueryParameters;

	/**
	 * Time that the application, when it stops, waits for the last spans to be sent.
	 */
	private Duration shutdownTimeout = Duration.ofSeconds(5);

	private final Batch batch = new Batch();

	public String getName() {
		return this.name;
	}

	public void setName(String name) {
		this.name = name;
	}

	public String getEndpoint() {
		return this.endpoint;
	}

	public void setEndpoint(String endpoint) {
		this.endpoint = endpoint;
	}

	public Double getSampler() {
		return this.sampler;
	}

	public void setSampler(Double sampler) {
		this.sampler = sampler;
	}

	public Batcher getBatcher() {
		return this.batcher;
	}

	public void setBatcher(Batcher batcher) {
		this.batcher = batcher;
	}

	public Map<String, String> getOtlpHeaders() {
		return this.otlpHeaders;
	}

	public String getOtlpHttpPath() {
		return this.otlpHttpPath;
	}

	public void setOtlpHttpPath(String otlpHttpPath) {
		this.otlpHttpPath = otlpHttpPath;
	}

	public boolean isOtlpHttpSecure() {
		return this.otlpHttpSecure;
	}

	public void setOtlpHttpSecure(boolean otlpHttpSecure) {
		this.otlpHttpSecure = otlpHttpSecure;
	}

	public Boolean getDisabled() {
		return this.disabled;
	}

	public void setDisabled(Boolean disabled) {
		this.disabled = disabled;
	}

	public List<String> getIgnorePaths() {
		return this.ignorePaths;
	}

	public void setIgnorePaths(List<String> ignorePaths) {
		this.ignorePaths = ignorePaths;
	}

	public Map<String, String> getResource() {
		return this.resource;
	}

	public String getResponseHeader() {
		return this.responseHeader;
	}

	public void setResponseHeader(String responseHeader) {
		this.responseHeader = responseHeader;
	}

	public List<String> getRedactedQueryParameters() {
		return this.redactedQueryParameters;
	}

	public void setRedactedQueryParameters(List<String> redactedQueryParameters) {
		this.redactedQueryParameters = redactedQueryParameters;
	}

	public Duration getShutdownTimeout() {
		return this.shutdownTimeout;
	}

	public void setShutdownTimeout(Duration shutdownTimeout) {
		this.shutdownTimeout = shutdownTimeout;
	}

	public Batch getBatch() {
		return this.batch;
	}

	/**
	 * How finished spans are gathered before they are sent.
	 */
	public static class Batch {

		/**
		 * Finished spans kept in memory until they are sent, about 0.7 KB each for OTLP
		 * and 1.9 KB for the other batchers; more are dropped and counted.
		 */
		private int maxQueueSize = 10_000;

		/**
		 * Spans sent in one request at most; under load several requests leave together,
		 * twice a second.
		 */
		private int maxExportBatchSize = 512;

		/**
		 * Time after which finished spans are sent though the batch is not full.
		 */
		private Duration scheduleDelay = Duration.ofSeconds(5);

		/**
		 * Time that sending one batch may take.
		 */
		private Duration exportTimeout = Duration.ofSeconds(30);

		/**
		 * Batches sent at the same time at most.
		 */
		private int maxInFlight = 8;

		/**
		 * Compression of what is posted as OTLP over HTTP or to Zipkin, 'gzip' by default
		 * unless the endpoint is on this machine.
		 */
		private Compression compression;

		public int getMaxQueueSize() {
			return this.maxQueueSize;
		}

		public void setMaxQueueSize(int maxQueueSize) {
			this.maxQueueSize = maxQueueSize;
		}

		public int getMaxExportBatchSize() {
			return this.maxExportBatchSize;
		}

		public void setMaxExportBatchSize(int maxExportBatchSize) {
			this.maxExportBatchSize = maxExportBatchSize;
		}

		public Duration getScheduleDelay() {
			return this.scheduleDelay;
		}

		public void setScheduleDelay(Duration scheduleDelay) {
			this.scheduleDelay = scheduleDelay;
		}

		public Duration getExportTimeout() {
			return this.exportTimeout;
		}

		public void setExportTimeout(Duration exportTimeout) {
			this.exportTimeout = exportTimeout;
		}

		public int getMaxInFlight() {
			return this.maxInFlight;
		}

		public void setMaxInFlight(int maxInFlight) {
			this.maxInFlight = maxInFlight;
		}

		public Compression getCompression() {
			return this.compression;
		}

		public void setCompression(Compression compression) {
			this.compression = compression;
		}

		/**
		 * Whether bodies are compressed.
		 * @param endpoint where they are posted to
		 * @return whether they are
		 */
		public boolean compresses(Endpoint endpoint) {
			return (this.compression != null) ? this.compression == Compression.GZIP : !endpoint.isLocal();
		}

	}

}
