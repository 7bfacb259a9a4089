// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.integration;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.opentelemetry.sdk.trace.data.SpanData;

/**
 * Finished spans, written down so that a test can compare them.
 *
 * @param spans the spans
 */
record Trace(List<SpanData> spans) {

	/** Each span as "KIND name < parent's name", in any order. */
	List<String> lines() {
		Map<String, SpanData> byId = this.spans.stream()
			.collect(Collectors.toMap(SpanData::getSpanId, Function.identity()));
		return this.spans.stream().map((span) -> {
			SpanData parent = byId.get(span.getParentSpanId());
			String above = (parent != null) ? " < " + parent.getName()
					: span.getParentSpanContext().isValid() ? " < ?" : "";
			return span.getKind() + " " + span.getName() + above;
		}).sorted().toList();
	}

	long traces() {
		return this.spans.stream().map(SpanData::getTraceId).distinct().count();
	}

	SpanData named(String name) {
		return this.spans.stream().filter((span) -> span.getName().equals(name)).findFirst().orElseThrow();
	}

}
