// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.log;

import java.util.Locale;
import java.util.Set;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;

/**
 * A span on one line: what a developer looks for first, and what the application itself
 * put on it. The attributes of the semantic conventions are left out, for they would bury
 * that.
 */
final class SpanLine {

	private static final int MAX_LENGTH = 120;

	private static final Set<String> CONVENTIONS = Set.of("http", "url", "server", "client", "network", "user_agent",
			"error", "exception", "thread", "code", "db", "rpc", "messaging", "peer", "otel");

	private final StringBuilder line = new StringBuilder();

	private final SpanData span;

	private final Attributes attributes;

	private SpanLine(SpanData span) {
		this.span = span;
		this.attributes = span.getAttributes();
	}

	static String of(SpanData span) {
		return new SpanLine(span).write();
	}

	private String write() {
		this.line.append(clean(this.span.getName()));
		add(this.span.getKind().name().toLowerCase(Locale.ROOT));
		add(TraceTree.millis(this.span.getEndEpochNanos() - this.span.getStartEpochNanos()));
		addOutcome();
		if (this.span.getKind() == SpanKind.CLIENT || this.span.getKind() == SpanKind.PRODUCER) {
			addPeer();
		}
		this.attributes.forEach((key, value) -> {
			if (!isConvention(key.getKey())) {
				add(clean(key.getKey()) + "=" + clean(String.valueOf(value)));
			}
		});
		for (EventData event : this.span.getEvents()) {
			if (!event.getName().equals("exception")) {
				long offset = event.getEpochNanos() - this.span.getStartEpochNanos();
				add("[" + clean(event.getName()) + " +" + TraceTree.millis(offset) + "]");
			}
		}
		return this.line.toString();
	}

	private void addOutcome() {
		Object code = first(AttributeKey.longKey("http.response.status_code"),
				AttributeKey.stringKey("rpc.response.status_code"));
		if (this.span.getStatus().getStatusCode() != StatusCode.ERROR) {
			add(code);
			return;
		}
		String error = error();
		boolean said = code != null && code.toString().equals(error);
		add("ERROR" + ((code != null) ? " " + code : "") + ((error != null && !said) ? " " + clean(error) : ""));
	}

	private String error() {
		for (EventData event : this.span.getEvents()) {
			String type = event.getAttributes().get(AttributeKey.stringKey("exception.type"));
			String message = event.getAttributes().get(AttributeKey.stringKey("exception.message"));
			if (type != null) {
				return (message != null) ? type + ": " + message : type;
			}
		}
		String description = this.span.getStatus().getDescription();
		return description.isEmpty() ? this.attributes.get(AttributeKey.stringKey("error.type")) : description;
	}

	private void addPeer() {
		Object peer = first(AttributeKey.stringKey("peer.service"), AttributeKey.stringKey("server.address"),
				AttributeKey.stringKey("db.system.name"));
		if (peer != null) {
			Long port = this.attributes.get(AttributeKey.longKey("server.port"));
			add(clean(peer.toString()) + ((port != null) ? ":" + port : ""));
		}
	}

	private Object first(AttributeKey<?>... keys) {
		for (AttributeKey<?> key : keys) {
			Object value = this.attributes.get(key);
			if (value != null) {
				return value;
			}
		}
		return null;
	}

	private void add(Object part) {
		if (part != null) {
			this.line.append("  ").append(part);
		}
	}

	private static boolean isConvention(String key) {
		int dot = key.indexOf('.');
		return dot > 0 && CONVENTIONS.contains(key.substring(0, dot));
	}

	/** Keeps whatever a request brought from breaking out of its line. */
	static String clean(String text) {
		String line = String.valueOf(text).replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029]+", " ");
		return (line.length() > MAX_LENGTH) ? line.substring(0, MAX_LENGTH) + "..." : line;
	}

}
