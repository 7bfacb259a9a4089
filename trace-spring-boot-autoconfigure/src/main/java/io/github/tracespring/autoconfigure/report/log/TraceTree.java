// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.log;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.data.SpanData;

/**
 * Finished spans of one trace, to be written as a tree.
 *
 * @param spans the spans, at least one
 * @param open the ids of the spans that still run
 * @param omitted the number of spans that ended and are not kept
 */
record TraceTree(List<SpanData> spans, Set<String> open, int omitted) {

	@Override
	public String toString() {
		Map<String, SpanData> byId = new HashMap<>();
		this.spans.forEach((span) -> byId.put(span.getSpanId(), span));
		Map<String, List<SpanData>> children = new HashMap<>();
		List<SpanData> roots = new ArrayList<>();
		this.spans.stream().sorted(Comparator.comparingLong(SpanData::getStartEpochNanos)).forEach((span) -> {
			boolean isRoot = !byId.containsKey(span.getParentSpanId());
			(isRoot ? roots : children.computeIfAbsent(span.getParentSpanId(), (id) -> new ArrayList<>())).add(span);
		});
		StringBuilder text = new StringBuilder(header());
		append(text, "", roots, children);
		return text.toString();
	}

	private String header() {
		SpanData first = this.spans.get(0);
		String service = first.getResource().getAttribute(AttributeKey.stringKey("service.name"));
		long start = this.spans.stream().mapToLong(SpanData::getStartEpochNanos).min().orElseThrow();
		long end = this.spans.stream().mapToLong(SpanData::getEndEpochNanos).max().orElseThrow();
		return "trace " + first.getTraceId() + "  " + SpanLine.clean(service) + "  " + millis(end - start)
				+ (this.open.isEmpty() ? "" : "  (" + this.open.size() + " still running)")
				+ ((this.omitted > 0) ? "  (" + this.omitted + " more not shown)" : "");
	}

	private void append(StringBuilder text, String indent, List<SpanData> spans, Map<String, List<SpanData>> children) {
		for (int i = 0; i < spans.size(); i++) {
			SpanData span = spans.get(i);
			boolean last = i == spans.size() - 1;
			text.append('\n').append(indent).append(last ? "└─ " : "├─ ").append(SpanLine.of(span));
			if (indent.isEmpty() && isLate(span)) {
				text.append("  (late)");
			}
			append(text, indent + (last ? "   " : "│  "), children.getOrDefault(span.getSpanId(), List.of()), children);
		}
	}

	/**
	 * A parent of this process that neither runs nor is in the tree was printed before.
	 */
	private boolean isLate(SpanData root) {
		boolean local = root.getParentSpanContext().isValid() && !root.getParentSpanContext().isRemote();
		return local && this.omitted == 0 && !this.open.contains(root.getParentSpanId());
	}

	static String millis(long nanos) {
		return String.format(Locale.ROOT, "%.1f ms", Duration.ofNanos(nanos).toNanos() / 1e6);
	}

}
