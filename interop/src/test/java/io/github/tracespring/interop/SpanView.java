// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.interop;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.data.SpanData;
import tools.jackson.databind.JsonNode;

/**
 * A span in words that can be compared: one that was sent, or one that came back. Absent
 * texts are empty, times are in nanoseconds since the epoch.
 */
record SpanView(String traceId, String spanId, String parentId, String traceState, String name, String kind, long start,
		long end, Map<String, Object> attributes, List<Event> events, List<Link> links, String status,
		String description, String scope, Map<String, Object> resource) {

	private static final List<String> KINDS = List.of("UNSPECIFIED", "INTERNAL", "SERVER", "CLIENT", "PRODUCER",
			"CONSUMER");

	private static final List<String> STATUS = List.of("UNSET", "OK", "ERROR");

	static SpanView of(SpanData span) {
		return new SpanView(span.getTraceId(), span.getSpanId(),
				span.getParentSpanContext().isValid() ? span.getParentSpanId() : "", traceState(span), span.getName(),
				span.getKind().name(), span.getStartEpochNanos(), span.getEndEpochNanos(), map(span.getAttributes()),
				span.getEvents()
					.stream()
					.map((event) -> new Event(event.getName(), event.getEpochNanos(), map(event.getAttributes())))
					.toList(),
				span.getLinks()
					.stream()
					.map((link) -> new Link(
							link.getSpanContext().getTraceId() + "-" + link.getSpanContext().getSpanId(),
							map(link.getAttributes())))
					.toList(),
				span.getStatus().getStatusCode().name(), span.getStatus().getDescription(),
				scope(span.getInstrumentationScopeInfo().getName(), span.getInstrumentationScopeInfo().getVersion()),
				map(span.getResource().getAttributes()));
	}

	private static String traceState(SpanData span) {
		List<String> members = new ArrayList<>();
		span.getSpanContext().getTraceState().forEach((key, value) -> members.add(key + "=" + value));
		return String.join(",", members);
	}

	private static Map<String, Object> map(Attributes attributes) {
		Map<String, Object> map = new TreeMap<>();
		attributes.forEach((key, value) -> map.put(key.getKey(), value));
		return map;
	}

	/**
	 * Reads a trace.
	 * @param json what Jaeger's API v3 answered: OTLP's JSON
	 * @return its spans
	 */
	static List<SpanView> decode(JsonNode json) {
		List<SpanView> spans = new ArrayList<>();
		for (JsonNode resource : json.path("result").path("resourceSpans")) {
			for (JsonNode scope : resource.path("scopeSpans")) {
				for (JsonNode span : scope.path("spans")) {
					spans.add(of(span, scope.path("scope"), map(resource.path("resource"))));
				}
			}
		}
		return spans;
	}

	/**
	 * Reads a trace.
	 * @param json what Zipkin's API v2 answered, whose model has tags alone for the rest
	 * @return its spans
	 */
	static List<SpanView> decodeZipkin(JsonNode json) {
		List<SpanView> spans = new ArrayList<>();
		for (JsonNode span : json) {
			Map<String, Object> tags = new TreeMap<>();
			span.path("tags").properties().forEach((tag) -> tags.put(tag.getKey(), tag.getValue().asString()));
			List<Event> events = new ArrayList<>();
			span.path("annotations")
				.forEach((annotation) -> events.add(
						new Event(text(annotation, "value"), annotation.path("timestamp").asLong(0) * 1000, Map.of())));
			long start = span.path("timestamp").asLong(0);
			spans.add(new SpanView(text(span, "traceId"), text(span, "id"), text(span, "parentId"), "",
					text(span, "name"), span.path("kind").asString(KINDS.get(0)), start * 1000,
					(start + span.path("duration").asLong(0)) * 1000, tags, events, List.of(), "", "", "",
					Map.of("service.name", text(span.path("localEndpoint"), "serviceName"))));
		}
		return spans;
	}

	private static SpanView of(JsonNode span, JsonNode scope, Map<String, Object> resource) {
		List<Event> events = new ArrayList<>();
		span.path("events")
			.forEach((event) -> events
				.add(new Event(text(event, "name"), event.path("timeUnixNano").asLong(0), map(event))));
		List<Link> links = new ArrayList<>();
		span.path("links")
			.forEach((link) -> links.add(new Link(text(link, "traceId") + "-" + text(link, "spanId"), map(link))));
		return new SpanView(text(span, "traceId"), text(span, "spanId"), text(span, "parentSpanId"),
				text(span, "traceState"), text(span, "name"), KINDS.get(span.path("kind").asInt(0)),
				span.path("startTimeUnixNano").asLong(0), span.path("endTimeUnixNano").asLong(0), map(span), events,
				links, STATUS.get(span.path("status").path("code").asInt(0)), text(span.path("status"), "message"),
				scope(text(scope, "name"), text(scope, "version")), resource);
	}

	private static Map<String, Object> map(JsonNode node) {
		Map<String, Object> map = new TreeMap<>();
		node.path("attributes").forEach((entry) -> map.put(text(entry, "key"), value(entry.path("value"))));
		map.remove("@jaeger@warnings"); // Jaeger's own remark, here that the remote
										// parent is not there
		return map;
	}

	private static Object value(JsonNode value) {
		if (value.has("boolValue")) {
			return value.get("boolValue").asBoolean();
		}
		if (value.has("intValue")) {
			return value.get("intValue").asLong();
		}
		if (value.has("doubleValue")) {
			return value.get("doubleValue").asDouble();
		}
		if (value.has("arrayValue")) {
			List<Object> list = new ArrayList<>();
			value.get("arrayValue").path("values").forEach((element) -> list.add(value(element)));
			return list;
		}
		return text(value, "stringValue");
	}

	private static String text(JsonNode node, String name) {
		return node.path(name).asString("");
	}

	private static String scope(String name, String version) {
		return (version == null || version.isEmpty()) ? name : name + " " + version;
	}

	/**
	 * Draws a trace, one line a span: kind, name, service; below it, indented, its
	 * children by kind and name.
	 * @param spans its spans
	 * @param caller the id of the span that all others are below, and which is not drawn
	 * @return the drawing, which is complete only if every span has its parent
	 */
	static String tree(List<SpanView> spans, String caller) {
		StringBuilder tree = new StringBuilder();
		draw(spans, caller, "", tree);
		return tree.toString();
	}

	private static void draw(List<SpanView> spans, String parent, String indent, StringBuilder tree) {
		spans.stream()
			.filter((span) -> span.parentId.equals(parent))
			.sorted(Comparator.comparing(SpanView::line))
			.forEach((span) -> {
				tree.append(indent).append(span.line()).append('\n');
				draw(spans, span.spanId, indent + "  ", tree);
			});
	}

	private String line() {
		return this.kind + " " + this.name + " [" + this.resource.get("service.name") + "]";
	}

	record Event(String name, long time, Map<String, Object> attributes) {

	}

	record Link(String span, Map<String, Object> attributes) {

	}

}
