// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.interop;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What is compared of a span, field by field.
 */
final class Fields {

	static final String SAME = "same";

	private static final int CELL = 70;

	private static final Map<String, Function<SpanView, Object>> FIELDS = new LinkedHashMap<>();

	static {
		FIELDS.put("trace id, 128 bits", SpanView::traceId);
		FIELDS.put("parent, local and remote", SpanView::parentId);
		FIELDS.put("trace state", SpanView::traceState);
		FIELDS.put("name", SpanView::name);
		FIELDS.put("kind", SpanView::kind);
		FIELDS.put("start and duration, to the microsecond",
				(span) -> List.of(span.start() / 1000, (span.end() - span.start()) / 1000));
		FIELDS.put("start, the nanoseconds", (span) -> span.start() % 1000);
		for (String key : List.of("text", "unicode", "empty", "boolean", "long", "double", "texts", "longs")) {
			FIELDS.put("attribute `" + key + "`", (span) -> span.attributes().get(key));
		}
		FIELDS.put("event: name", (span) -> span.events().stream().map(SpanView.Event::name).toList());
		FIELDS.put("event: time, to the microsecond",
				(span) -> span.events().stream().map((event) -> event.time() / 1000).toList());
		FIELDS.put("event: attributes", (span) -> span.events().stream().map(SpanView.Event::attributes).toList());
		FIELDS.put("link: trace and span", (span) -> span.links().stream().map(SpanView.Link::span).toList());
		FIELDS.put("link: attributes", (span) -> span.links().stream().map(SpanView.Link::attributes).toList());
		FIELDS.put("status", SpanView::status);
		FIELDS.put("status: description", SpanView::description);
		FIELDS.put("scope", SpanView::scope);
		FIELDS.put("resource", SpanView::resource);
	}

	private Fields() {
	}

	/**
	 * Compares two traces.
	 * @param sent the spans that were sent
	 * @param returned the spans that came back
	 * @return for each field {@code same}, or what came back for the spans where it
	 * differs: text in quotes where something else was sent
	 */
	static Map<String, String> compare(List<SpanView> sent, List<SpanView> returned) {
		Map<String, SpanView> byId = new LinkedHashMap<>();
		returned.forEach((span) -> byId.put(span.spanId(), span));
		Map<String, String> result = new LinkedHashMap<>();
		FIELDS.forEach((name, field) -> result.put(name,
				sent.stream()
					.map((span) -> compare(field.apply(span), field.apply(byId.get(span.spanId()))))
					.filter((cell) -> !cell.equals(SAME))
					.distinct()
					.reduce((one, other) -> one + ", " + other)
					.orElse(SAME)));
		result.put("attributes that were not sent", added(sent, byId));
		return result;
	}

	private static String added(List<SpanView> sent, Map<String, SpanView> returned) {
		Set<String> added = new TreeSet<>();
		for (SpanView span : sent) {
			added.addAll(returned.get(span.spanId()).attributes().keySet());
			added.removeAll(span.attributes().keySet());
		}
		return added.isEmpty() ? SAME : added.stream().map((key) -> "`" + key + "`").collect(Collectors.joining(", "));
	}

	private static String compare(Object sent, Object returned) {
		if (Objects.equals(sent, returned)) {
			return SAME;
		}
		if (returned == null || returned.equals("") || returned.equals(List.of())) {
			return "none";
		}
		if (sent instanceof String && returned instanceof String) {
			return quote(sent.toString()) + " → " + quote(returned.toString());
		}
		return quote((returned instanceof String text) ? '"' + text + '"' : returned.toString());
	}

	private static String quote(String text) {
		return "`" + ((text.length() > CELL) ? text.substring(0, CELL) + "…" : text).replace("|", "\\|") + "`";
	}

}
