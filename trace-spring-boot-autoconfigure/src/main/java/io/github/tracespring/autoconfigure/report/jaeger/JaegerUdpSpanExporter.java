// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.jaeger;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;

import io.github.tracespring.autoconfigure.config.Endpoint;
import io.github.tracespring.autoconfigure.report.wire.ExportException;

/**
 * Sends finished spans to Jaeger's agent: Thrift's compact protocol over UDP, as many
 * packets as it takes. Those to an agent that is not there are sent again, as far as its
 * host complains of them.
 */
final class JaegerUdpSpanExporter implements SpanExporter {

	private final SpanEncoder encoder = new SpanEncoder(CompactThrift::new);

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
		List<String> tooLarge = new ArrayList<>();
		byResource.forEach((resource, group) -> packets.addAll(packets(resource, group, tooLarge)));
		try {
			this.socket.send(packets);
		}
		catch (IOException ex) {
			return CompletableResultCode.ofExceptionalFailure(ExportException.retryable(null, null, ex));
		}
		return tooLarge.isEmpty() ? CompletableResultCode.ofSuccess()
				: CompletableResultCode.ofExceptionalFailure(ExportException.partial(tooLarge.size(), tooLarge.get(0)));
	}

	private List<byte[]> packets(Resource resource, List<SpanData> spans, List<String> tooLarge) {
		AgentPackets packets = new AgentPackets(this.encoder, this.encoder.process(resource));
		for (SpanData span : spans) {
			byte[] encoded = this.encoder.span(span);
			if (!packets.add(encoded)) {
				tooLarge.add("the " + encoded.length + " bytes of '" + span.getName()
						+ "', with the resource, do not fit into a packet (" + AgentPackets.MAX_BYTES
						+ " bytes); Jaeger's collector takes them: telemetry.endpoint=http://"
						+ this.endpoint.uri().getHost() + ":14268/api/traces");
			}
		}
		return packets.finish();
	}

	@Override
	public CompletableResultCode flush() {
		return CompletableResultCode.ofSuccess();
	}

	@Override
	public CompletableResultCode shutdown() {
		this.socket.close();
		return CompletableResultCode.ofSuccess();
	}

}
