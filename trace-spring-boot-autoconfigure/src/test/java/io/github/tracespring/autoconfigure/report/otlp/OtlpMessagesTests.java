// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.otlp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which message is written into the array of an earlier one.
 */
class OtlpMessagesTests {

	private final OtlpMessages messages = new OtlpMessages();

	private final List<SpanData> spans = new RandomSpans(1).batch(10);

	private ByteBuffer sent;

	private byte[] send(CompletableResultCode result) {
		assertThat(this.messages.send(this.spans, (message) -> {
			this.sent = message;
			return result;
		})).isSameAs(result);
		assertThat(this.sent).isEqualTo(OtlpEncoder.encode(this.spans));
		return this.sent.array();
	}

	@Test
	void arrayOfAMessageThatArrivedIsUsedAgain() {
		byte[] first = send(CompletableResultCode.ofSuccess());
		assertThat(send(CompletableResultCode.ofSuccess())).isSameAs(first);
	}

	@Test
	void arrayOfAMessageThatIsOnItsWayIsNot() {
		CompletableResultCode result = new CompletableResultCode();
		byte[] first = send(result);
		byte[] second = send(CompletableResultCode.ofFailure());
		assertThat(second).isNotSameAs(first);
		result.succeed();
		assertThat(send(new CompletableResultCode())).isSameAs(first);
	}

	@Test
	void arraysOfMessagesThatLeftTogetherAreUsedAgainAndNoMoreOfThem() {
		Set<byte[]> together = sendTogether(7);
		Set<byte[]> next = sendTogether(7);
		assertThat(next).hasSize(7);
		next.retainAll(together);
		assertThat(next).hasSize(5);
	}

	/** The arrays of several messages, by their identity. */
	private Set<byte[]> sendTogether(int messages) {
		List<CompletableResultCode> results = new ArrayList<>();
		Set<byte[]> arrays = new HashSet<>();
		for (int i = 0; i < messages; i++) {
			results.add(new CompletableResultCode());
			arrays.add(send(results.get(i)));
		}
		results.forEach(CompletableResultCode::succeed);
		return arrays;
	}

	@Test
	void arrayOfAMessageThatFailedMayStillBeRead() {
		byte[] first = send(CompletableResultCode.ofFailure());
		assertThat(send(CompletableResultCode.ofSuccess())).isNotSameAs(first);
	}

}
