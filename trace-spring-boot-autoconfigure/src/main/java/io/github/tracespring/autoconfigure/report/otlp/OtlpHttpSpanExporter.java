// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.otlp;

import java.util.Collection;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;

import io.github.tracespring.autoconfigure.report.wire.HttpSender;
import io.github.tracespring.autoconfigure.report.wire.Receiver;

/**
 * Posts finished spans as OTLP over HTTP: binary protobuf.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#otlphttp">OTLP/HTTP</a>
 */
public final class OtlpHttpSpanExporter implements SpanExporter {

	private final OtlpMessages messages = new OtlpMessages();

	private final HttpSender sender;

	/**
	 * Creates the exporter, which connects when the first batch is sent.
	 * @param collector where to post to
	 */
	public OtlpHttpSpanExporter(Receiver collector) {
		this.sender = new HttpSender(collector, new OtlpAnswer(), "telemetry-otlp");
	}

	@Override
	public CompletableResultCode export(Collection<SpanData> spans) {
		return this.messages.send(spans, (message) -> this.sender.post("application/x-protobuf", message));
	}

	@Override
	public CompletableResultCode flush() {
		return CompletableResultCode.ofSuccess();
	}

	@Override
	public CompletableResultCode shutdown() {
		this.sender.close();
		return CompletableResultCode.ofSuccess();
	}

}
