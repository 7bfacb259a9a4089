// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.jaeger;

import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.testing.trace.TestSpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AgentPacketsTests {

	private final SpanEncoder encoder = new SpanEncoder(CompactThrift::new);

	private final AgentPackets packets = new AgentPackets(this.encoder,
			this.encoder.process(Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "orders"))));

	private byte[] span(int nameLength) {
		return this.encoder.span(TestSpanData.builder()
			.setName("n".repeat(nameLength))
			.setKind(SpanKind.SERVER)
			.setStartEpochNanos(0)
			.setEndEpochNanos(0)
			.setStatus(StatusData.unset())
			.setHasEnded(true)
			.build());
	}

	@Test
	void nothingMakesNoPacket() {
		assertThat(this.packets.finish()).isEmpty();
	}

	@Test
	void packetIsNeverLargerThanTheAgentReads() {
		int others = 0;
		for (int length = 64_700; this.packets.add(span(length)); length++) {
			others++;
		}
		List<byte[]> full = this.packets.finish();
		assertThat(full).hasSize(others).allMatch((packet) -> packet.length <= 65_000);
		// a list of one item says its size in the byte that it has anyway
		assertThat(full.get(others - 1).length).isEqualTo(65_000 - 3);
	}

	@Test
	void spansOfAnySizeAreSpreadOverPacketsInTheirOrder() {
		List<Integer> sent = new ArrayList<>();
		for (int i = 0; i < 2000; i++) {
			int length = (i * 7919) % ((i % 10 == 0) ? 9000 : 300);
			sent.add(length);
			assertThat(this.packets.add(span(length))).isTrue();
		}
		List<byte[]> finished = this.packets.finish();
		assertThat(finished).hasSizeGreaterThan(10).allMatch((packet) -> packet.length <= 65_000);
		assertThat(finished.stream().map(Thrift::decodePacket).flatMap((batch) -> Thrift.names(batch).stream()))
			.extracting(String::length)
			.containsExactlyElementsOf(sent);
	}

}
