// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.otlp;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;

import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporterBuilder;
import io.opentelemetry.sdk.trace.export.SpanExporter;

import io.github.tracespring.autoconfigure.config.TelemetrySettings;

/**
 * OpenTelemetry's own exporter for OTLP over gRPC, set up from the telemetry block. It
 * connects when the first batch is sent.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/">OTLP specification</a>
 */
public final class OtlpSpanExporters {

	private static final Duration MAX_CONNECT_TIMEOUT = Duration.ofSeconds(10);

	private OtlpSpanExporters() {
	}

	/**
	 * Makes an exporter for OTLP over gRPC.
	 * @param settings what is in force, with an endpoint
	 * @return the exporter
	 */
	public static SpanExporter grpc(TelemetrySettings settings) {
		ExecutorService threads = OtlpSpanExporter.newThreads();
		OtlpGrpcSpanExporterBuilder builder = OtlpGrpcSpanExporter.builder()
			.setEndpoint(settings.endpoint().uri().toString())
			.setTimeout(settings.batch().getExportTimeout())
			.setConnectTimeout(connectTimeout(settings))
			.setExecutorService(threads)
			// the default asks for the JVM's global instance, and thereby creates it
			.setMeterProvider(MeterProvider.noop());
		headers(settings).forEach(builder::addHeader);
		return new OtlpSpanExporter(builder.build(), threads);
	}

	private static Duration connectTimeout(TelemetrySettings settings) {
		Duration timeout = settings.batch().getExportTimeout();
		return (timeout.compareTo(MAX_CONNECT_TIMEOUT) < 0) ? timeout : MAX_CONNECT_TIMEOUT;
	}

	/** The configured headers; one of them wins over credentials in the endpoint. */
	private static Map<String, String> headers(TelemetrySettings settings) {
		Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		headers.putAll(settings.headers());
		if (settings.endpoint().authorization() != null) {
			headers.putIfAbsent("Authorization", settings.endpoint().authorization());
		}
		return headers;
	}

}
