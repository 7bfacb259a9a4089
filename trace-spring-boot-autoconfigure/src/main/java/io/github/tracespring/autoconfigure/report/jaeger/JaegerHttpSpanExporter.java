// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.jaeger;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;

import io.github.tracespring.autoconfigure.report.wire.AnswerBody;
import io.github.tracespring.autoconfigure.report.wire.HttpSender;
import io.github.tracespring.autoconfigure.report.wire.Receiver;

/**
 * Posts finished spans to Jaeger's collector: {@code POST /api/traces}, Thrift's binary
 * protocol, not compressed, since Jaeger 1 does not take that.
 *
 * @see <a href="https://www.jaegertracing.io/docs/latest/apis/">Jaeger APIs</a>
 */
final class JaegerHttpSpanExporter implements SpanExporter {

	private final SpanEncoder encoder = new SpanEncoder(BinaryThrift::new);

	private final HttpSender sender;

	JaegerHttpSpanExporter(Receiver collector) {
		this.sender = new HttpSender(collector, AnswerBody.TEXT, "telemetry-jaeger");
	}

	@Override
	public CompletableResultCode export(Collection<SpanData> spans) {
		Map<Resource, List<byte[]>> encoded = spans.stream()
			.collect(Collectors.groupingBy(SpanData::getResource, LinkedHashMap::new,
					Collectors.mapping(this.encoder::span, Collectors.toList())));
		List<CompletableResultCode> results = new ArrayList<>();
		encoded.forEach((resource, group) -> results
			.add(this.sender.post("application/x-thrift", this.encoder.batch(this.encoder.process(resource), group))));
		return CompletableResultCode.ofAll(results);
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
