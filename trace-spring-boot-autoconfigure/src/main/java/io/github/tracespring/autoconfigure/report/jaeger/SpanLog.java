// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.jaeger;

import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;

/**
 * A moment within a span: an event, or a link that has more to say than a reference can.
 *
 * @param nanos the time since the epoch, in nanoseconds
 * @param fields what is told
 */
record SpanLog(long nanos, Tags fields) {

	static List<SpanLog> of(SpanData span) {
		List<SpanLog> logs = new ArrayList<>();
		for (LinkData link : span.getLinks()) {
			Tags attributes = new Tags().addAll(link.getAttributes()).remove(SpanReference.OPENTRACING_TYPE.getKey());
			if (!attributes.isEmpty()) {
				logs.add(new SpanLog(span.getStartEpochNanos(),
						attributes.put("event", "link")
							.put("trace_id", link.getSpanContext().getTraceId())
							.put("span_id", link.getSpanContext().getSpanId())));
			}
		}
		for (EventData event : span.getEvents()) {
			// an attribute of that name wins over the event's name
			Tags fields = new Tags().put("event", event.getName())
				.addAll(event.getAttributes())
				.putDropped("attributes", event.getTotalAttributeCount() - event.getAttributes().size());
			logs.add(new SpanLog(event.getEpochNanos(), fields));
		}
		return logs;
	}

	void write(ThriftWriter out) {
		out.i64(1, SpanEncoder.micros(this.nanos));
		this.fields.write(out, 2);
	}

}
