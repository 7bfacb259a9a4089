// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.otlp;

import java.util.Collection;
import java.util.Map;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;

import io.github.tracespring.autoconfigure.config.Batcher;
import io.github.tracespring.autoconfigure.config.InvalidTelemetryPropertyException;
import io.github.tracespring.autoconfigure.report.wire.ExportException;
import io.github.tracespring.autoconfigure.report.wire.Receiver;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.util.ClassUtils;

/**
 * Sends finished spans as OTLP over gRPC: a unary call for each batch, all on one
 * connection.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#otlpgrpc">OTLP/gRPC</a>
 */
public final class OtlpGrpcSpanExporter implements SpanExporter {

	private final OtlpMessages messages = new OtlpMessages();

	private final Receiver collector;

	private final int maxInFlight;

	private GrpcCalls calls;

	private boolean closed;

	private OtlpGrpcSpanExporter(Receiver collector, int maxInFlight) {
		this.collector = collector;
		this.maxInFlight = maxInFlight;
	}

	/**
	 * Makes the exporter, which connects when the first batch is sent.
	 * @param collector who takes the spans
	 * @param maxInFlight calls at the same time, at most
	 * @param classes where the application's classes are
	 * @return the exporter
	 * @throws InvalidTelemetryPropertyException if okhttp is not there
	 */
	public static SpanExporter create(Receiver collector, int maxInFlight, ClassLoader classes) {
		if (!ClassUtils.isPresent("okhttp3.OkHttpClient", classes)) {
			throw new InvalidTelemetryPropertyException("telemetry.batcher", Batcher.OTLPGRPC.key(),
					"okhttp, which it sends with, is not on the class path",
					"Do not exclude io.opentelemetry:opentelemetry-exporter-sender-okhttp, which brings it, or set"
							+ " telemetry.batcher=otlphttp, which needs nothing more: its usual port is 4318.");
		}
		return new OtlpGrpcSpanExporter(collector, maxInFlight);
	}

	@Override
	public CompletableResultCode export(Collection<SpanData> spans) {
		GrpcCalls calls = calls();
		if (calls == null) {
			return CompletableResultCode.ofFailure();
		}
		try {
			Map<String, String> headers = this.collector.headers().current();
			return this.messages.send(spans, (message) -> calls.call(headers, message));
		}
		catch (ExportException ex) {
			return CompletableResultCode.ofExceptionalFailure(ex);
		}
	}

	/**
	 * Made when it is needed, since a client costs 100 ms that start-up should not pay,
	 * and again when the certificates have changed: the older one ends its calls.
	 */
	private synchronized GrpcCalls calls() {
		SslBundle ssl = this.collector.ssl().get();
		if (!this.closed && (this.calls == null || this.calls.ssl() != ssl)) {
			this.calls = new GrpcCalls(this.collector, ssl, this.maxInFlight);
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
