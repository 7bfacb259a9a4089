// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.viewer;

import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import zipkin2.Span;

import io.github.tracespring.autoconfigure.report.zipkin.ZipkinSpanConverter;

/**
 * Puts the application's own finished spans into the store; called by the one worker of a
 * batch processor.
 */
final class ViewerSpanExporter implements SpanExporter {

	private final ZipkinSpanConverter converter = ZipkinSpanConverter.detailed();

	private final TraceStore store;

	private final Consumer<SpanData> listener;

	ViewerSpanExporter(TraceStore store, Consumer<SpanData> listener) {
		this.store = store;
		this.listener = listener;
	}

	@Override
	public CompletableResultCode export(Collection<SpanData> spans) {
		List<Span> converted = spans.stream().map(this.converter::convert).toList();
		this.store.accept(converted);
		spans.forEach(this.listener);
		return CompletableResultCode.ofSuccess();
	}

	@Override
	public CompletableResultCode flush() {
		return CompletableResultCode.ofSuccess();
	}

	@Override
	public CompletableResultCode shutdown() {
		return CompletableResultCode.ofSuccess();
	}

}
