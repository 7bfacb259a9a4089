// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.otlp;

import java.util.Collection;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;

import io.github.tracespring.autoconfigure.config.InvalidTelemetryPropertyException;
import io.github.tracespring.autoconfigure.config.TelemetrySettings;

import org.springframework.util.ClassUtils;

/**
 * Sends finished spans as OTLP over gRPC: a unary call for each batch, all on one
 * connection.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#otlpgrpc">OTLP/gRPC</a>
 */
public final class OtlpGrpcSpanExporter implements SpanExporter {

	private final TelemetrySettings settings;

	private GrpcCalls calls;

	private boolean closed;

	private OtlpGrpcSpanExporter(TelemetrySettings settings) {
		this.settings = settings;
	}

	/**
	 * Makes the exporter, which connects when the first batch is sent.
	 * @param settings what is in force, with an endpoint
	 * @param classes where the application's classes are
	 * @return the exporter
	 * @throws InvalidTelemetryPropertyException if okhttp is not there
	 */
	public static SpanExporter create(TelemetrySettings settings, ClassLoader classes) {
		if (!ClassUtils.isPresent("okhttp3.OkHttpClient", classes)) {
			throw new InvalidTelemetryPropertyException("telemetry.batcher", settings.batcher().key(),
					"okhttp, which it sends with, is not on the class path",
					"Do not exclude io.opentelemetry:opentelemetry-exporter-sender-okhttp, which brings it, or set"
							+ " telemetry.batcher=otlphttp, which needs nothing more: its usual port is 4318.");
		}
		return new OtlpGrpcSpanExporter(settings);
	}

	@Override
	public CompletableResultCode export(Collection<SpanData> spans) {
		GrpcCalls calls = calls();
		return (calls != null) ? calls.call(OtlpEncoder.encode(spans)) : CompletableResultCode.ofFailure();
	}

	/** Made when it is needed: a client costs 100 ms, which start-up should not pay. */
	private synchronized GrpcCalls calls() {
		if (this.calls == null && !this.closed) {
			this.calls = new GrpcCalls(this.settings);
		}
		return this.calls;
	}

	@Override
	public CompletableResultCode flush() {
		return CompletableResultCode.ofSuccess();
	}

	@Override
	public synchronized CompletableResultCode shutdown() {
		this.closed = true;
		if (this.calls != null) {
			this.calls.close();
			this.calls = null;
		}
		return CompletableResultCode.ofSuccess();
	}

}
