// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.jaeger;

import java.util.ArrayList;
import java.util.List;

/**
 * Fills packets for Jaeger's agent, each of them a call of its {@code emitBatch}.
 *
 * @see <a href=
 * "https://github.com/jaegertracing/jaeger-idl/blob/main/thrift/agent.thrift">agent.thrift</a>
 */
final class AgentPackets {

	/** The agent reads no more of a packet, and UDP carries 65,507 at most. */
	static final int MAX_BYTES = 65_000;

	/** A list of 15 and more says its size in up to this many bytes. */
	private static final int SIZE_BYTES = 3;

	private final SpanEncoder encoder;

	private final byte[] process;

	private final int room;

	private final List<byte[]> packets = new ArrayList<>();

	private final List<byte[]> spans = new ArrayList<>();

	private int bytes;

	AgentPackets(SpanEncoder encoder, byte[] process) {
		this.encoder = encoder;
		this.process = process;
		this.room = MAX_BYTES - SIZE_BYTES - packet(List.of()).length;
	}

	/**
	 * Adds a span.
	 * @param span the encoded span
	 * @return whether a packet can hold it
	 */
	boolean add(byte[] span) {
		if (span.length > this.room) {
			return false;
		}
		if (this.bytes + span.length > this.room) {
			finishPacket();
		}
		this.spans.add(span);
		this.bytes += span.length;
		return true;
	}

	List<byte[]> finish() {
		if (!this.spans.isEmpty()) {
			finishPacket();
		}
		return this.packets;
	}

	private void finishPacket() {
		this.packets.add(packet(this.spans));
		this.spans.clear();
		this.bytes = 0;
	}

	private byte[] packet(List<byte[]> spans) {
		CompactThrift out = new CompactThrift();
		out.oneway("emitBatch");
		out.struct(() -> out.struct(1, this.encoder.batch(this.process, spans)));
		return out.toByteArray();
	}

}
