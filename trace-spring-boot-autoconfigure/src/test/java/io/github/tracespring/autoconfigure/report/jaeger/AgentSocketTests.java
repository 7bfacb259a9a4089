// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.jaeger;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.github.tracespring.autoconfigure.report.Collector.Mood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class AgentSocketTests {

	private final UdpCollector agent = new UdpCollector();

	private final AgentSocket socket = new AgentSocket("localhost", this.agent.port());

	@AfterEach
	void close() {
		this.socket.close();
		this.agent.close();
	}

	@Test
	void packetsAreSpacedSoThatTheAgentCanReadThemThoughTheThreadIsWoken() throws IOException {
		this.socket.send(List.of(new byte[65_000]));
		Instant start = Instant.now();
		for (int batches = 0; batches < 4; batches++) {
			LockSupport.unpark(Thread.currentThread());
			this.socket.send(Collections.nCopies(5, new byte[65_000]));
		}
		assertThat(Duration.between(start, Instant.now())).isGreaterThan(Duration.ofMillis(90));
		assertThat(this.agent.packets()).hasSize(21);
	}

	@Test
	void onlyTheFirstBatchIsWaitedFor() throws IOException {
		this.socket.send(List.of(new byte[1]));
		Instant start = Instant.now();
		for (int i = 0; i < 50; i++) {
			this.socket.send(List.of(new byte[2]));
		}
		assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(2));
	}

	@Test
	void complaintOfAnEarlierPacketDoesNotCostTheNextOne() throws IOException {
		this.socket.send(List.of(new byte[] { 1 }));
		this.agent.mood(Mood.FAILING);
		this.socket.send(List.of(new byte[] { 2 }));
		this.agent.mood(Mood.WELL);
		this.socket.send(List.of(new byte[] { 3 }));
		assertThat(this.agent.packets()).containsExactly(new byte[] { 1 }, new byte[] { 3 });
	}

	@Test
	void nobodyListeningIsNoticedEachTimeAndSoIsAnAgentThatComes() throws IOException {
		this.agent.mood(Mood.FAILING);
		for (int i = 0; i < 5; i++) {
			assertThatIOException().isThrownBy(() -> this.socket.send(Collections.nCopies(3, new byte[1])))
				.withMessage("nobody listens on this UDP port");
		}
		this.agent.mood(Mood.WELL);
		this.socket.send(List.of(new byte[] { 1 }));
		assertThat(this.agent.packets()).hasSize(1);
	}

	@Test
	void closedSocketSendsNothing() {
		this.socket.close();
		assertThatIOException().isThrownBy(() -> this.socket.send(List.of(new byte[1])));
		assertThat(this.agent.packets()).isEmpty();
	}

}
