// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.zipkin;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import zipkin2.Span;
import zipkin2.codec.SpanBytesEncoder;

import io.github.tracespring.autoconfigure.report.wire.AnswerBody;
import io.github.tracespring.autoconfigure.report.wire.HttpSender;
import io.github.tracespring.autoconfigure.report.wire.Receiver;

/**
 * Posts finished spans to Zipkin's {@code POST /api/v2/spans}: JSON v2.
 *
 * @see <a href="https://zipkin.io/zipkin-api/">Zipkin API</a>
 */
public final class ZipkinSpanExporter implements SpanExporter {

	private final ZipkinSpanConverter converter = ZipkinSpanConverter.standard();

	private final HttpSender sender;

	/**
	 * Creates the exporter, which connects when the first batch is sent.
	 * @param zipkin where to post to
	 */
	public ZipkinSpanExporter(Receiver zipkin) {
		this.sender = new HttpSender(zipkin, AnswerBody.TEXT, "telemetry-zipkin");
	}

	@Override
	public CompletableResultCode export(Collection<SpanData> spans) {
		return this.sender.post("application/json", ByteBuffer.wrap(encode(spans)));
	}

	private byte[] encode(Collection<SpanData> spans) {
		List<Span> converted = new ArrayList<>(spans.size());
		for (SpanData span : spans) {
			converted.add(this.converter.convert(span));
		}
		return SpanBytesEncoder.JSON_V2.encodeList(converted);
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
