// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.jaeger;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.tracespring.autoconfigure.config.Endpoint;

/**
 * Sends finished spans to Jaeger's agent: Thrift's compact protocol over UDP, as many
 * packets as it takes.
 */
final class JaegerUdpSpanExporter implements SpanExporter {

	private static final Logger logger = LoggerFactory.getLogger(JaegerUdpSpanExporter.class);

	private final SpanEncoder encoder = new SpanEncoder(CompactThrift::new);

	private final AtomicLong tooLarge = new AtomicLong();

	private final Endpoint endpoint;

	private final AgentSocket socket;

	JaegerUdpSpanExporter(Endpoint endpoint) {
		this.endpoint = endpoint;
		this.socket = new AgentSocket(endpoint.uri().getHost(), endpoint.uri().getPort());
	}

	@Override
	public CompletableResultCode export(Collection<SpanData> spans) {
		Map<Resource, List<SpanData>> byResource = spans.stream()
			.collect(Collectors.groupingBy(SpanData::getResource, LinkedHashMap::new, Collectors.toList()));
		List<byte[]> packets = new ArrayList<>();
		byResource.forEach((resource, group) -> packets.addAll(packets(resource, group)));
		try {
			this.socket.send(packets);
			return CompletableResultCode.ofSuccess();
		}
		catch (IOException ex) {
			return CompletableResultCode.ofExceptionalFailure(ex);
		}
	}

	private List<byte[]> packets(Resource resource, List<SpanData> spans) {
		AgentPackets packets = new AgentPackets(this.encoder, this.encoder.process(resource));
		for (SpanData span : spans) {
			byte[] encoded = this.encoder.span(span);
			if (!packets.add(encoded)) {
				drop(span, encoded.length);
			}
		}
		return packets.finish();
	}

	private void drop(SpanData span, int bytes) {
		if (this.tooLarge.getAndIncrement() == 0) {
			logger
				.warn("The span '{}' is lost: its {} bytes, with the resource, do not fit into a packet for {} ({} bytes). "
						+ "All that are too large are lost, and counted when the application stops. Jaeger's collector "
						+ "takes them: telemetry.endpoint=http://{}:14268/api/traces", span.getName(), bytes,
						this.endpoint, AgentPackets.MAX_BYTES, this.endpoint.uri().getHost());
		}
	}

	@Override
	public CompletableResultCode flush() {
		return CompletableResultCode.ofSuccess();
	}

	@Override
	public CompletableResultCode shutdown() {
		this.socket.close();
		long lost = this.tooLarge.getAndSet(0);
		if (lost > 0) {
			logger.info("Stopping; lost because they did not fit into a packet to {}: {}", this.endpoint,
					(lost == 1) ? "1 span" : lost + " spans");
		}
		return CompletableResultCode.ofSuccess();
	}

}
