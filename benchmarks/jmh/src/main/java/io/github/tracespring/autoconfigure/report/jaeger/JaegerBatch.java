// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.jaeger;

import java.util.Collection;
import java.util.List;

import io.opentelemetry.sdk.trace.data.SpanData;

/**
 * What the exporter for Jaeger's collector makes of spans of one resource.
 */
public final class JaegerBatch {

	private static final SpanEncoder ENCODER = new SpanEncoder(BinaryThrift::new);

	private JaegerBatch() {
	}

	/**
	 * Encodes spans.
	 * @param spans the spans
	 * @return Thrift, in its binary protocol
	 */
	public static byte[] encode(Collection<SpanData> spans) {
		List<byte[]> encoded = spans.stream().map(ENCODER::span).toList();
		return ENCODER.batch(ENCODER.process(spans.iterator().next().getResource()), encoded);
	}

}
