// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.report.otlp;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;

import com.google.protobuf.Any;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

class OtlpAnswerTests {

	private final OtlpAnswer answer = new OtlpAnswer();

	@Test
	void answerWithoutPartialSuccessIsASuccess() {
		assertThat(this.answer.ofSuccess(new byte[0])).isNull();
		assertThat(this.answer.ofSuccess(OtlpSpans.partialSuccess(0, "").toByteArray())).isNull();
	}

	@Test
	void rejectedSpansAreAsManyAsTheBatchHasAtMost() {
		assertThat(this.answer.ofSuccess(OtlpSpans.partialSuccess(Long.MAX_VALUE, "no").toByteArray()).rejectedOf(5))
			.isEqualTo(5);
		assertThat(this.answer.ofSuccess(OtlpSpans.partialSuccess(-7, "no").toByteArray()).rejectedOf(5)).isZero();
		assertThat(this.answer.ofSuccess(OtlpSpans.partialSuccess(3, "").toByteArray()))
			.hasMessage("it does not say why")
			.satisfies((reason) -> assertThat(reason.rejectedOf(5)).isEqualTo(3));
	}

	@Test
	void fieldsThatAreNotKnownAreSkipped() {
		byte[] status = Status.newBuilder()
			.setCode(8)
			.setMessage("Grüße")
			.addDetails(Any.pack(RetryInfo.getDefaultInstance()))
			.build()
			.toByteArray();
		assertThat(this.answer.ofRefusal("application/x-protobuf", status)).isEqualTo("Grüße");
		// fixed64, fixed32 and a varint of other numbers before the message
		byte[] odd = { 0x21, 1, 2, 3, 4, 5, 6, 7, 8, 0x2d, 1, 2, 3, 4, 0x30, 1, 0x12, 2, 'n', 'o' };
		assertThat(this.answer.ofRefusal("application/x-protobuf", odd)).isEqualTo("no");
	}

	@Test
	void delayIsReadFromTheDetailsOfAStatus() {
		assertThat(OtlpAnswer.retryDelay(status(2, 500_000_000))).isEqualTo(Duration.ofMillis(2500));
		assertThat(OtlpAnswer.retryDelay(status(0, 0))).isZero();
		assertThat(OtlpAnswer.retryDelay(status(-1, -1))).isZero();
		assertThat(OtlpAnswer.retryDelay(status(Long.MAX_VALUE, 0))).isEqualTo(Duration.ofDays(1));
		assertThat(OtlpAnswer.retryDelay(Status.newBuilder().addDetails(Any.pack(status())).build().toByteArray()))
			.isNull();
	}

	private static byte[] status(long seconds, int nanos) {
		RetryInfo retryInfo = RetryInfo.newBuilder()
			.setRetryDelay(com.google.protobuf.Duration.newBuilder().setSeconds(seconds).setNanos(nanos))
			.build();
		return Status.newBuilder().addDetails(Any.pack(retryInfo)).build().toByteArray();
	}

	private static Status status() {
		return Status.newBuilder().setMessage("of another kind").build();
	}

	@Test
	void textIsCutAndTakenAsItIs() {
		byte[] page = "x".repeat(5000).getBytes(StandardCharsets.UTF_8);
		assertThat(this.answer.ofRefusal("text/html", page)).hasSize(200);
		assertThat(this.answer.ofRefusal("", new byte[0])).isEmpty();
	}

	@Test
	void bytesThatAreNoMessageAreNoFailure() {
		byte[] good = OtlpSpans.partialSuccess(3, "older than an hour").toByteArray();
		for (int length = 0; length < good.length; length++) {
			byte[] cut = Arrays.copyOf(good, length);
			assertThatNoException().isThrownBy(() -> this.answer.ofSuccess(cut));
		}
		Random random = new Random(1);
		for (int i = 0; i < 10_000; i++) {
			byte[] bytes = new byte[random.nextInt(24)];
			random.nextBytes(bytes);
			this.answer.ofSuccess(bytes);
			this.answer.ofRefusal("application/x-protobuf", bytes);
			OtlpAnswer.retryDelay(bytes);
		}
	}

}
