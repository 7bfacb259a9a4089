// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.compat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;

/**
 * Spans as text, with all that they have but what differs from run to run.
 */
final class Traces {

	private final Map<String, Span> spans = new HashMap<>();

	private final Map<String, String> scopes = new HashMap<>();

	private final Set<String> resources = new TreeSet<>();

	Traces(List<ResourceSpans> received) {
		for (ResourceSpans resource : received) {
			this.resources.add(attributes(resource.getResource().getAttributesList(), "  "));
			for (ScopeSpans scope : resource.getScopeSpansList()) {
				for (Span span : scope.getSpansList()) {
					this.spans.put(id(span.getSpanId()), span);
					this.scopes.put(id(span.getSpanId()), scope.getScope().getName());
				}
			}
		}
	}

	private static String id(ByteString bytes) {
		return HexFormat.of().formatHex(bytes.toByteArray());
	}

	/**
	 * The name of a span.
	 * @param traceId its trace
	 * @param spanId its id
	 * @return the name, or that there is none
	 */
	String name(String traceId, String spanId) {
		Span span = this.spans.get(spanId);
		return (span != null && id(span.getTraceId()).equals(traceId)) ? span.getName() : "a span that did not come";
	}

	/**
	 * Draws everything.
	 * @return the resources, then the traces, in the order of their texts
	 */
	String draw() {
		StringBuilder text = new StringBuilder();
		this.resources.forEach((resource) -> text.append("resource\n").append(resource));
		this.spans.values()
			.stream()
			.filter((span) -> !this.spans.containsKey(id(span.getParentSpanId())))
			.map((span) -> draw(span, ""))
			.sorted()
			.forEach((trace) -> text.append('\n').append(trace));
		return text.toString();
	}

	private String draw(Span span, String indent) {
		StringBuilder text = new StringBuilder(indent);
		text.append(span.getKind().name().replace("SPAN_KIND_", "")).append(' ').append(span.getName());
		text.append(" [").append(this.scopes.get(id(span.getSpanId()))).append(']');
		if (!span.getParentSpanId().isEmpty() && !this.spans.containsKey(id(span.getParentSpanId()))) {
			text.append(" whose parent did not come");
		}
		if (span.getStatus().getCodeValue() != 0) {
			text.append(' ').append(span.getStatus().getCode().name().replace("STATUS_CODE_", ""));
			text.append(' ').append(span.getStatus().getMessage());
		}
		text.append('\n').append(attributes(span.getAttributesList(), indent + "  "));
		for (Span.Event event : span.getEventsList()) {
			text.append(indent).append("  event ").append(event.getName()).append('\n');
			text.append(attributes(event.getAttributesList(), indent + "    "));
		}
		for (Span.Link link : span.getLinksList()) {
			text.append(indent).append("  link to ").append(name(id(link.getTraceId()), id(link.getSpanId())));
			text.append('\n').append(attributes(link.getAttributesList(), indent + "    "));
		}
		this.spans.values()
			.stream()
			.filter((child) -> child.getParentSpanId().equals(span.getSpanId()))
			.map((child) -> draw(child, indent + "  "))
			.sorted()
			.forEach(text::append);
		return text.toString();
	}

	private static String attributes(List<KeyValue> attributes, String indent) {
		List<String> lines = new ArrayList<>();
		for (KeyValue attribute : attributes) {
			lines.add(indent + attribute.getKey() + "=" + mask(attribute.getKey(), text(attribute.getValue())) + "\n");
		}
		return lines.stream().sorted().collect(Collectors.joining());
	}

	private static String text(AnyValue value) {
		return switch (value.getValueCase()) {
			case STRING_VALUE -> value.getStringValue();
			case INT_VALUE -> Long.toString(value.getIntValue());
			case BOOL_VALUE -> Boolean.toString(value.getBoolValue());
			case DOUBLE_VALUE -> Double.toString(value.getDoubleValue());
			case ARRAY_VALUE -> value.getArrayValue().getValuesList().stream().map(Traces::text).toList().toString();
			default -> value.toString();
		};
	}

	/** Ports, versions and lines of code. */
	private static String mask(String key, String value) {
		return switch (key) {
			case "server.port", "client.port", "network.peer.port", "telemetry.sdk.version" -> "*";
			case "user_agent.original" -> value.replaceAll("[\\d._]+", "*");
			case "exception.stacktrace" -> value.lines().findFirst().orElse("") + " ...";
			default -> value.replaceAll("127\\.0\\.0\\.1:\\d+", "127.0.0.1:*");
		};
	}

}
