// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.jaeger;

import io.opentelemetry.sdk.trace.export.SpanExporter;

import io.github.tracespring.autoconfigure.config.Endpoint;
import io.github.tracespring.autoconfigure.report.wire.Receiver;

/**
 * The ways to Jaeger in its own format. Whichever it is connects when the first batch is
 * sent.
 */
public final class JaegerSpanExporters {

	private JaegerSpanExporters() {
	}

	/**
	 * Makes the exporter that the endpoint's scheme asks for.
	 * @param endpoint the collector, {@code http} or {@code https}, or the agent,
	 * {@code udp}
	 * @param collector how to speak to it if it is a collector
	 * @return the exporter
	 */
	public static SpanExporter of(Endpoint endpoint, Receiver collector) {
		return "udp".equals(endpoint.uri().getScheme()) ? new JaegerUdpSpanExporter(endpoint)
				: new JaegerHttpSpanExporter(collector);
	}

}
