// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.otlp;

import java.nio.ByteBuffer;
import java.util.List;

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
	void arrayOfAMessageThatFailedMayStillBeRead() {
		byte[] first = send(CompletableResultCode.ofFailure());
		assertThat(send(CompletableResultCode.ofSuccess())).isNotSameAs(first);
	}

}
