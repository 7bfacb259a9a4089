// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.sample;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;

import zipkin2.Span;
import zipkin2.codec.SpanBytesDecoder;

/**
 * A trace as Zipkin returns it.
 *
 * @param spans its spans
 */
record Trace(List<Span> spans) {

	/**
	 * Reads a trace.
	 * @param json what Zipkin's API, or the viewer's, answered
	 * @return the trace
	 */
	static Trace decode(String json) {
		return new Trace(SpanBytesDecoder.JSON_V2.decodeList(json.getBytes(StandardCharsets.UTF_8)));
	}

	/**
	 * Draws the trace, one line a span: kind, name, service; below it, indented, its
	 * children by kind and name.
	 * @return the drawing, which is complete only if every span has its parent
	 */
	String tree() {
		StringBuilder tree = new StringBuilder();
		draw(null, "", tree);
		return tree.toString();
	}

	private void draw(String parent, String indent, StringBuilder tree) {
		this.spans.stream()
			.filter((span) -> (parent != null) ? parent.equals(span.parentId()) : span.parentId() == null)
			.sorted(Comparator.comparing(Trace::line))
			.forEach((span) -> {
				tree.append(indent).append(line(span)).append('\n');
				draw(span.id(), indent + "  ", tree);
			});
	}

	private static String line(Span span) {
		String kind = (span.kind() != null) ? span.kind().name() : "-";
		return kind + " " + span.name() + " [" + span.localServiceName() + "]";
	}

	/**
	 * Finds the one span of a kind and name.
	 * @param kind the kind, {@code null} for work inside a process
	 * @param name the name as Zipkin keeps it, in lower case
	 * @return the span
	 */
	Span span(Span.Kind kind, String name) {
		List<Span> found = this.spans.stream()
			.filter((span) -> span.kind() == kind && name.equals(span.name()))
			.toList();
		if (found.size() != 1) {
			throw new AssertionError(found.size() + " spans are " + kind + " " + name + " in\n" + tree());
		}
		return found.get(0);
	}

}
