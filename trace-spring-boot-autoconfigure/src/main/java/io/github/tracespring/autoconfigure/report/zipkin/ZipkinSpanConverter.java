// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.zipkin;

import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import zipkin2.Endpoint;
import zipkin2.Span;

import io.github.tracespring.autoconfigure.report.wire.JsonText;

/**
 * Converts finished spans to Zipkin's model, which has no place for a trace state.
 *
 * @see <a href=
 * "https://opentelemetry.io/docs/specs/otel/trace/sdk_exporters/zipkin/">OpenTelemetry to
 * Zipkin transformation</a>
 */
public final class ZipkinSpanConverter {

	private static final AttributeKey<String> SERVICE_NAME = AttributeKey.stringKey("service.name");

	private static final AttributeKey<String> EXCEPTION_TYPE = AttributeKey.stringKey("exception.type");

	private static final AttributeKey<String> EXCEPTION_MESSAGE = AttributeKey.stringKey("exception.message");

	private static final AttributeKey<String> EXCEPTION_STACKTRACE = AttributeKey.stringKey("exception.stacktrace");

	/**
	 * The local endpoint says the one; Zipkin takes a span with the other, whatever its
	 * value, for a failed one.
	 */
	private static final Set<String> NO_TAGS = Set.of("service.name", "error");

	private final boolean detailed;

	private ZipkinSpanConverter(boolean detailed) {
		this.detailed = detailed;
	}

	/**
	 * Converts to the letter of the specification.
	 * @return the converter
	 */
	public static ZipkinSpanConverter standard() {
		return new ZipkinSpanConverter(false);
	}

	/**
	 * Converts for reading: adds what the specification leaves out, as tags. These are
	 * the resource's attributes, links ({@code otel.link.0} is {@code traceId-spanId}),
	 * and as the {@code error} of a failed span without description its exception. The
	 * stack trace of an exception is a tag, too, so that its annotation is one line.
	 * @return the converter
	 */
	public static ZipkinSpanConverter detailed() {
		return new ZipkinSpanConverter(true);
	}

	/**
	 * Converts one span.
	 * @param span the finished span
	 * @return the same for Zipkin, times in microseconds
	 */
	public Span convert(SpanData span) {
		long start = span.getStartEpochNanos();
		Span.Builder target = Span.newBuilder()
			.traceId(span.getTraceId())
			.id(span.getSpanId())
			.parentId(span.getParentSpanContext().isValid() ? span.getParentSpanId() : null)
			.name(span.getName())
			.kind(kind(span.getKind()))
			.timestamp(micros(start))
			.duration(Math.max(1, micros(span.getEndEpochNanos() - start)))
			.localEndpoint(localEndpoint(span));
		if (span.getKind() == SpanKind.CLIENT || span.getKind() == SpanKind.PRODUCER) {
			target.remoteEndpoint(RemoteEndpoint.find(span.getAttributes()));
		}
		if (this.detailed) {
			addTags(target, span.getResource().getAttributes());
			addLinks(target, span.getLinks());
		}
		addTags(target, span.getAttributes());
		addScope(target, span.getInstrumentationScopeInfo());
		addDropped(target, span);
		addStatus(target, span);
		addEvents(target, span.getEvents());
		return target.build();
	}

	private static long micros(long nanos) {
		return TimeUnit.NANOSECONDS.toMicros(nanos);
	}

	private static Span.Kind kind(SpanKind kind) {
		return switch (kind) {
			case SERVER -> Span.Kind.SERVER;
			case CLIENT -> Span.Kind.CLIENT;
			case PRODUCER -> Span.Kind.PRODUCER;
			case CONSUMER -> Span.Kind.CONSUMER;
			case INTERNAL -> null;
		};
	}

	private static Endpoint localEndpoint(SpanData span) {
		String name = span.getResource().getAttribute(SERVICE_NAME);
		return Endpoint.newBuilder().serviceName((name != null) ? name : "unknown_service:java").build();
	}

	private static void addTags(Span.Builder target, Attributes attributes) {
		attributes.forEach((key, value) -> {
			if (!NO_TAGS.contains(key.getKey())) {
				target.putTag(key.getKey(), JsonText.tag(value));
			}
		});
	}

	private static void addLinks(Span.Builder target, List<LinkData> links) {
		for (int i = 0; i < links.size(); i++) {
			String id = links.get(i).getSpanContext().getTraceId() + "-" + links.get(i).getSpanContext().getSpanId();
			target.putTag("otel.link." + i, id);
		}
	}

	private static void addScope(Span.Builder target, InstrumentationScopeInfo scope) {
		if (!scope.getName().isEmpty()) {
			target.putTag("otel.scope.name", scope.getName());
		}
		if (scope.getVersion() != null) {
			target.putTag("otel.scope.version", scope.getVersion());
		}
	}

	private static void addDropped(Span.Builder target, SpanData span) {
		addCount(target, "otel.dropped_attributes_count", span.getTotalAttributeCount() - span.getAttributes().size());
		addCount(target, "otel.dropped_events_count", span.getTotalRecordedEvents() - span.getEvents().size());
		addCount(target, "otel.dropped_links_count", span.getTotalRecordedLinks() - span.getLinks().size());
	}

	private static void addCount(Span.Builder target, String tag, int count) {
		if (count > 0) {
			target.putTag(tag, String.valueOf(count));
		}
	}

	private void addStatus(Span.Builder target, SpanData span) {
		StatusCode code = span.getStatus().getStatusCode();
		if (code != StatusCode.UNSET) {
			target.putTag("otel.status_code", code.name());
		}
		if (code == StatusCode.ERROR) {
			target.putTag("error", error(span));
		}
	}

	private String error(SpanData span) {
		String description = span.getStatus().getDescription();
		if (description.isEmpty() && this.detailed) {
			for (EventData event : span.getEvents()) {
				String exception = exception(event);
				if (exception != null) {
					return exception;
				}
			}
		}
		return description;
	}

	private void addEvents(Span.Builder target, List<EventData> events) {
		for (int i = 0; i < events.size(); i++) {
			EventData event = events.get(i);
			String exception = this.detailed ? exception(event) : null;
			String stackTrace = event.getAttributes().get(EXCEPTION_STACKTRACE);
			if (exception != null && stackTrace != null) {
				target.putTag((i == 0) ? EXCEPTION_STACKTRACE.getKey() : EXCEPTION_STACKTRACE.getKey() + "." + i,
						stackTrace);
			}
			target.addAnnotation(micros(event.getEpochNanos()),
					(exception != null) ? event.getName() + ": " + exception : annotation(event));
		}
	}

	/** The type and message of a recorded exception, {@code null} for other events. */
	private static String exception(EventData event) {
		String type = event.getAttributes().get(EXCEPTION_TYPE);
		String message = event.getAttributes().get(EXCEPTION_MESSAGE);
		return (type != null && message != null) ? type + ": " + message : type;
	}

	private static String annotation(EventData event) {
		return event.getAttributes().isEmpty() ? event.getName()
				: JsonText.string(event.getName()) + ": " + JsonText.object(event.getAttributes());
	}

}
